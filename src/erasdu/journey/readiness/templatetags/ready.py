"""What the pages of readiness need besides the tags of every page."""

from django import template

from erasdu.journey.readiness.words import GATES, LETTERS, STAGES, STATES_SAID

register = template.Library()


@register.filter
def gate_word(gate: str) -> str:
    return str(GATES.get(gate, gate))


@register.filter
def stage_word(stage: str) -> str:
    return str(STAGES.get(stage, stage))


@register.filter
def state_word(state: str) -> str:
    return str(STATES_SAID.get(state, state))


@register.filter
def state_letter(state: str) -> str:
    return str(LETTERS.get(state, ""))
