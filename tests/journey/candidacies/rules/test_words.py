"""Every code of the rules of approvals has words, in both languages."""

import pytest
from django.utils.translation import override

from erasdu.ground.look.words import collected, say
from erasdu.journey.candidacies.rules import approvals, guardians, trust
from erasdu.journey.candidacies.words import approvals as words

REFUSALS = (*guardians.CODES, *trust.REFUSES, *trust.ASKS, *trust.LACKS)
STANDINGS = ("school_contacts_you", "guardians_met", "guardians_waiting", "guardians_not_applicable")


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (collected("REQUIREMENTS"), approvals.CODES),
        (collected("REFUSALS"), REFUSALS),
        (words.FOR_LEARNER, STANDINGS),
        (words.MODES, guardians.MODES),
        (words.CHANNELS, trust.CHANNELS),
        (words.ATTESTED, trust.HOWS),
        (words.ASSURANCE, trust.LEVELS),
        (words.WHO, approvals.WHO),
    ],
    ids=["requirements", "refusals", "learner", "modes", "channels", "attested", "assurance", "who"],
)
def test_every_code_has_words_in_both_languages(said: dict[str, object], codes: tuple[str, ...]) -> None:
    assert [code for code in codes if code not in said] == []
    for code in codes:
        with override("nl"):
            dutch = str(said[code])
        with override("en"):
            english = str(said[code])
        assert dutch != english
        assert dutch
        assert english


def test_days_in_a_refusal_are_read_as_days() -> None:
    with override("nl"):
        text = say("REFUSALS", "stay_outside_approval", {"first": "2026-11-22", "last": "2026-12-12"})
    assert "2026-11-22" not in text
    assert "22" in text
