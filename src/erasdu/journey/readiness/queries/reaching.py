"""Of whom the mail comes back, by stay and role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from erasdu.ground.paperwork.queries import Answers
from erasdu.ground.post.queries import lost_among
from erasdu.journey.candidacies.rules.guardians import Authority
from erasdu.journey.hosting.queries import Certain
from erasdu.journey.mobilities.queries import Outlines
from erasdu.journey.readiness.queries.telephone import home_guardians
from erasdu.journey.readiness.rules import SIGNERS

CANDIDACY, STAY = "candidacies.candidacy", "mobilities.mobility"
Roles = dict[int, set[str]]


def lost_roles(
    about: Outlines, deciding: Mapping[int, Authority], booked: Mapping[int, Sequence[Certain]], papers: Answers
) -> Roles:
    """Stay → roles that cannot be reached: the learner, the guardians, and whoever is asked to sign.

    One query, two when somebody comes here.
    """
    persons: dict[int, list[tuple[int, str]]] = defaultdict(list)
    stays = _stays(about, booked)
    for pk, of in about.items():
        persons[of.person].append((pk, "learner"))
        if authority := deciding.get(of.candidacy or 0):
            for guardian in authority.guardians:
                persons[int(guardian)].append((pk, "guardian"))
    if coming := [pk for pk, of in about.items() if of.incoming]:
        for parent in home_guardians(coming):
            persons[parent.person_id].append((parent.nomination.mobility_id, "guardian"))
    for signer in papers.asked():
        paper = signer.envelope.document
        if signer.role in SIGNERS:
            found = stays.get((paper.subject_kind, paper.subject_pk), ())
            persons[signer.person_id].extend((pk, SIGNERS[signer.role]) for pk in found)
    roles: Roles = defaultdict(set)
    for person in lost_among(persons):
        for pk, role in persons[person]:
            roles[pk].add(role)
    return roles


def _stays(about: Outlines, booked: Mapping[int, Sequence[Certain]]) -> Mapping[tuple[str, int], Iterable[int]]:
    """Subject of a paper → the stays that it is of."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for pk, of in about.items():
        found[STAY, pk].append(pk)
        if of.candidacy:
            found[CANDIDACY, of.candidacy].append(pk)
        for one in booked.get(pk, ()):
            found[one.subject].append(pk)
    return found
