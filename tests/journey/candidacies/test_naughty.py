"""The naughty strings in every field of every form: a message or saved text, never an error."""

import pytest
from django.http import QueryDict

from erasdu.ground.look.imports import TableForm
from erasdu.journey.candidacies import actions, papers, queries, rules
from erasdu.journey.candidacies.forms import (
    COLUMNS,
    CorrectionsForm,
    DetailsForm,
    EligibilityForm,
    GuardiansForm,
    JoinForm,
    LearnerForm,
    PartForm,
    ReasonForm,
    row_check,
)
from erasdu.kernel.sheets import as_text
from tests.conftest import AT
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.journey.candidacies.learners import learner
from tests.naughty import NAUGHTY

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.mark.parametrize("part", list(rules.FIELDS))
def test_every_field_of_the_cv_form(part: str) -> None:
    row = CandidacyFactory(complete=True)
    by = learner(row)
    names = list(PartForm(row, part).fields)
    for nasty in [*NAUGHTY, "x" * 100_000, "\x00", "\ud800"]:
        typed = QueryDict(mutable=True)
        typed.update(dict.fromkeys(names, nasty))
        form = PartForm(row, part, typed)
        form.is_valid()
        revision = type(row.profile).objects.values_list("revision", flat=True).get(pk=row.profile_id)
        actions.save_form(row, form.to_save, revision=revision, by=by, at=AT)
    assert "</" in str(form)


def test_every_field_of_the_schools_forms() -> None:
    row, call = CandidacyFactory(complete=True), CallFactory()
    for nasty in NAUGHTY:
        for form in (
            JoinForm(call, _all(JoinForm(call), nasty)),
            LearnerForm(call, _all(LearnerForm(call), nasty)),
            DetailsForm(call, _all(DetailsForm(call), nasty)),
            ReasonForm(_all(ReasonForm(), nasty)),
            EligibilityForm(_all(EligibilityForm(), nasty)),
            GuardiansForm(_all(GuardiansForm(), nasty)),
            CorrectionsForm(row, _all(CorrectionsForm(row), nasty)),
        ):
            assert form.is_valid() in (True, False)


def test_a_table_of_them_is_read_and_each_row_is_right_or_told() -> None:
    enrolment = EnrolmentFactory()
    lines = [("Voornaam", "Naam", "E-mail", "Geboortedatum", "Studierichting", "Jaar")]
    lines += [(text, text, text, text, text, text) for text in NAUGHTY[:490]]
    form = TableForm({"table": as_text(lines)})
    preview = form.preview(COLUMNS, row_check(enrolment, []))
    assert preview is not None, form.errors
    assert all(row.faults for row in preview.plan.rows)
    assert len(preview.faults) >= len(preview.plan.rows)


def test_the_cv_prints_all_of_them() -> None:
    row = CandidacyFactory(complete=True)
    profile = row.profile
    for start in range(0, len(NAUGHTY), 40):
        nasty = "\n".join(NAUGHTY[start : start + 40])
        form = PartForm(row, "motivation", {"texts_en__motivation": nasty[:600]})
        form.is_valid()
        profile.texts_en = {**profile.texts_en, "motivation": form.cleaned_data.get("texts_en__motivation", "")}
        profile.hobbies = ["sport"]
        row.profile = profile
        assert papers.pdf(queries.cv(row), at=AT).startswith(b"%PDF")


def _all(form: object, text: str) -> QueryDict:
    typed = QueryDict(mutable=True)
    typed.update(dict.fromkeys(form.fields, text))  # type: ignore[attr-defined]
    return typed
