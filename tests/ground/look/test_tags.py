"""Buttons tell why not, badges never speak by colour alone, headings come from titles."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from erasdu.ground.look.templatetags.look import STATUS
from erasdu.kernel.verdict import YES, no


def show(source: str, **context: Any) -> str:
    with translation.override("nl"):
        return str(engines["django"].from_string(source).render(context, RequestFactory().get("/")))


def test_a_refused_button_is_off_and_says_why() -> None:
    for source in (
        '{% act v "Indienen" "/in/" %}',
        '{% verdict v "Indienen" href="/in/" %}',
        '{% verdict v "Indienen" %}',
    ):
        shown = show(source, v=no("not_your_role"))
        assert "disabled" in shown
        assert "Dit hoort niet bij je rol." in shown
        assert "/in/" not in shown


def test_an_act_is_a_form_that_counts_once() -> None:
    shown = show('{% act v "Indienen" "/in/" revision=3 note=n %}', v=YES, n='"><script>')
    assert 'method="post" action="/in/"' in shown
    assert "csrfmiddlewaretoken" in shown
    assert 'name="form_key"' in shown
    assert 'name="revision" value="3"' in shown
    assert "<script>" not in shown


def test_each_form_key_is_new() -> None:
    assert show("{% form_key %}") != show("{% form_key %}")


@pytest.mark.parametrize("state", [*STATUS, "open", "overdue", "not_applicable", "unheard_of"])
def test_a_badge_has_an_icon_and_a_word(state: str) -> None:
    shown = show("{% status s 'te laat' %}", s=state)
    assert "<svg" in shown
    assert "te laat" in shown


def test_every_icon_that_is_used_is_drawn() -> None:
    source = settings.HERE
    drawn = set(re.findall(r'<symbol id="(\w+)"', (source / "ground/look/static/look/icons.svg").read_text()))
    pages = "".join(page.read_text() for page in source.rglob("templates/**/*.html"))
    used = set(re.findall(r'{% icon "(\w+)"', pages)) | set(re.findall(r'\bicon="(\w+)"', pages)) | set(STATUS.values())
    assert used <= drawn


def test_a_page_is_headed_by_its_title() -> None:
    page = show('{% extends "look/page.html" %}{% block title %}Oproep {{ x }}{% endblock %}', x="<1>")
    assert "<h1>Oproep &lt;1&gt;</h1>" in page
    assert "<title>Oproep &lt;1&gt; · ErasDu</title>" in page


def test_steps_mark_where_it_stands() -> None:
    shown = show("{% steps s 'b' %}", s=[("a", "Een"), ("b", "Twee"), ("c", "Drie")])
    assert shown.count('aria-current="step"') == 1
    assert [part.split('"')[0] for part in shown.split("stage stage-")[1:]] == ["done", "now", "later"]
