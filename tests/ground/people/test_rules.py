"""Notices: complete in all their languages, short, and parsed without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.look.tongues import EVERYWHERE, OWN
from erasdu.ground.people.queries import NOTICES, notice_languages
from erasdu.ground.people.rules import AUDIENCES, must_have_second_factor, parse
from erasdu.ground.people.words import AUDIENCES as AUDIENCE_WORDS

FORMAL = ("guardian", "company", "host", "representative", "signer")


def written(audience: str, language: str) -> str:
    return (NOTICES / f"{audience}.{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_all_languages_say_the_same_in_parts(audience):
    nl, *others = (parse(audience, written(audience, language)) for language in notice_languages(audience))
    assert len(nl.parts) == 6
    for other in others:
        assert nl.version == other.version
        assert [(len(one.paragraphs), len(one.items)) for one in nl.parts] == [
            (len(one.paragraphs), len(one.items)) for one in other.parts
        ]


@pytest.mark.parametrize("audience", ["incoming", "guardian", "company", "host", "signer"])
def test_who_comes_by_a_link_reads_it_in_all_languages(audience):
    assert notice_languages(audience) == EVERYWHERE


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_is_short_names_whom_to_ask_and_how_long(audience):
    for language in notice_languages(audience):
        text = written(audience, language)
        assert len(text.split()) < (330 if language in OWN else 400)  # Romance languages take more words
        assert "{contact}" in text
        assert "{coordinator}" in text
        assert "!" not in text


@pytest.mark.parametrize("audience", FORMAL)
def test_who_signs_is_spoken_to_politely_in_dutch(audience):
    spoken = set(written(audience, "nl").lower().replace(",", " ").replace(":", " ").split())
    assert spoken.isdisjoint({"je", "jij", "jou", "jouw"})
    assert {"u", "uw"} <= spoken


def test_every_audience_is_named_on_the_list():
    assert set(AUDIENCE_WORDS) == set(AUDIENCES)


def test_a_notice_without_version_is_refused():
    with pytest.raises(ValueError, match="version"):
        parse("learner", "# Title\nlead")


words = st.text("abcdefghij ", min_size=1, max_size=30).map(str.strip).filter(bool)


@given(st.lists(st.tuples(words, st.lists(words, max_size=3), st.lists(words, max_size=3)), max_size=4))
def test_nothing_is_lost(chapters):
    body = "".join(
        f"\n## {head}\n" + "\n".join([*paragraphs, *(f"- {item}" for item in items)])
        for head, paragraphs, items in chapters
    )
    notice = parse("learner", f"Version: 1\n# Title\nLead\n{body}")
    assert [(p.heading, list(p.paragraphs), list(p.items)) for p in notice.parts] == chapters


@given(st.sets(st.sampled_from(["coordinator", "administrator", "learner", "contact_point"])))
def test_one_role_that_needs_it_is_enough(roles):
    assert must_have_second_factor(roles, ("coordinator",)) == ("coordinator" in roles)
    assert not must_have_second_factor(roles, ())
