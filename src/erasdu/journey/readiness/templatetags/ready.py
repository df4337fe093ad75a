"""What the pages of readiness need besides the tags of every page."""

from django import template

from erasdu.journey.readiness.queries.quality import Proof
from erasdu.journey.readiness.words import ALL_THE_SAME, GATES, LETTERS, PROOFS, STAGES, STATES_SAID, own_title

register = template.Library()


@register.filter
def gate_word(gate: str) -> str:
    return str(GATES.get(gate, gate))


register.filter(own_title)


@register.filter
def proof_word(proof: Proof) -> str:
    """What a proof of a quality standard shows."""
    return proof.name or str(PROOFS[proof.said])


@register.filter
def all_the_same(gate: str) -> str:
    """On the press that lets something pass at that gate."""
    return str(ALL_THE_SAME.get(gate, gate))


@register.filter
def stage_word(stage: str) -> str:
    return str(STAGES.get(stage, stage))


@register.filter
def state_word(state: str) -> str:
    return str(STATES_SAID.get(state, state))


@register.filter
def state_letter(state: str) -> str:
    return str(LETTERS.get(state, ""))
