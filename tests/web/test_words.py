"""Every code that rules return has words, and every word is a code."""

from pathlib import Path

from erasdu.web import rules, words
from erasdu.web.queries import dossier


def test_stages_steps_and_reasons_have_words() -> None:
    assert set(words.STAGES) == set(words.BADGE) == set(rules.STAGES)
    assert tuple(words.ROAD) == rules.ROAD
    assert set(words.STUCK) == set(rules.HARM)
    assert set(words.WAITS) == set(words.BUTTON) == set(rules.TO_DO)
    assert set(words.NEXT) == set(rules.NEXT.values())


def test_the_buttons_of_a_dossier_have_words() -> None:
    source = Path(dossier.__file__).read_text()
    assert all(f'"{code}"' in source for code in words.DOSSIER)


def test_every_letter_has_a_kind_for_who_may_not_read_it() -> None:
    source = Path(words.__file__).parents[2]
    templates = {f"{file.parent.parent.name}/letters/{file.stem}" for file in source.rglob("letters/*.txt")}
    assert len(templates) > 40
    for template in templates:
        assert template in words.LETTERS or f"{template.rpartition('/')[0]}/" in words.LETTERS
