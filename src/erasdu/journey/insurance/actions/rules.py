"""The coordinator's own rules of insurance: added and taken back, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.insurance import access, rules
from erasdu.journey.insurance.models import DocumentRule
from erasdu.journey.insurance.rules.documents import DOCUMENT
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

BY_COUNTRY = (DOCUMENT, rules.HOME)


@transaction.atomic
def add_rule(values: Mapping[str, Any], *, by: Actor, at: datetime) -> DocumentRule:
    """From its day on it stands above what the list says, about a country's document or about every insurance."""
    access.may_rule(by).require()
    code = values.get("code", DOCUMENT)
    known = values["document"] in rules.DOCUMENTS if code in BY_COUNTRY else rules.is_allowed(code, values["values"])
    if not known:
        no("rule_unknown").require()
    row = DocumentRule.objects.create(entered_at=at, entered_by_id=by.person, **values)
    journal.record("insurance.rule_added", subjects=[row], by=by, at=at, rule=row.code)
    return row


@transaction.atomic
def end_rule(rule: DocumentRule, *, by: Actor, at: datetime) -> None:
    """What stood before it stands again; the row stays as history."""
    access.may_end_rule(by, rule).require()
    if not DocumentRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=at):
        no("rule_ended").require()
    journal.record("insurance.rule_ended", subjects=[rule], by=by, at=at)
