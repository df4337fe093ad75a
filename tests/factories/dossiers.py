"""More learners of whom all is the same: copies of whole dossiers, row by row, for a test that needs a full call.

A dossier is its people and everything that belongs to them: each row with a key, or a named subject, among its rows.
What it only points at (school, call, place, bed, the company's contact) is shared by all copies.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Model, Q

from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.keys import new_key

APART = 1_000_000  # between the ids of a row and of its copies: none is taken by who comes later
# What happened and what was sent is of the first alone, and so is what is made anew from the rest.
LEFT = {"journal", "post", "notices", "jobs", "readiness", "sessions", "admin"}
ALONE = ("once", "token_hash")
GENERIC = (("subject_kind", "subject_pk"), ("about_kind", "about_pk"))
Rows = dict[type[Model], dict[int, Model]]


@transaction.atomic
def copies(stays: Sequence[Mobility], number: int) -> None:
    """So many dossiers more, each the copy of one of these in turn."""
    wholes = [whole(stay) for stay in stays]
    models = list(dict.fromkeys(model for rows in wholes for model in rows))
    made = [(turn + 1, wholes[turn % len(wholes)], stays[turn % len(stays)]) for turn in range(number)]
    for model in models:
        found = [_copy(row, turn, rows, stay) for turn, rows, stay in made for row in rows.get(model, {}).values()]
        model._base_manager.bulk_create(found, batch_size=200)


def whole(stay: Mobility) -> Rows:
    """All rows of one dossier."""
    candidacy = Candidacy.objects.get(profile=stay.profile_id)
    parents = [one.person for one in Guardian.objects.filter(candidacy=candidacy).select_related("person")]
    rows: Rows = {}
    new: list[Model] = [stay.person, *parents, candidacy, candidacy.profile, stay]
    while new:
        for row in new:
            rows.setdefault(type(row), {})[row.pk] = row
        new = [
            row for model in _models() for row in _belonging(model, rows) if row.pk not in rows.get(model, {})
        ]  # fmt: skip
    return rows


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label not in LEFT and model._meta.managed]


def _belonging(model: type[Model], rows: Rows) -> Iterator[Model]:
    among = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model in rows and _owns(model, field.name):
            among |= Q(**{f"{field.name}__in": list(rows[field.related_model])})
    names = {field.name for field in model._meta.concrete_fields}
    for kind, pk in GENERIC:
        if {kind, pk} <= names:
            for owner, found in rows.items():
                among |= Q(**{kind: owner._meta.label_lower, f"{pk}__in": list(found)})
    yield from model._base_manager.filter(among)


def _owns(model: type[Model], name: str) -> bool:
    """Who did something is no owner of it."""
    return name not in ("by", "issued_by", "uploaded_by", "attested_by", "created_by")


def _copy(row: Model, turn: int, rows: Rows, stay: Mobility) -> Model:
    made = type(row)()
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, ForeignKey):
            value = value + turn * APART if value in rows.get(field.related_model, ()) else value
        elif field.primary_key:
            value += turn * APART
        elif field.name in ("subject_pk", "about_pk") and value is not None:
            kind = apps.get_model(getattr(row, field.name.replace("_pk", "_kind")))
            value = value + turn * APART if value in rows.get(kind, ()) else value
        elif field.name == "order" and value is not None:  # of all files of a call
            value += turn * APART
        elif value and isinstance(value, str) and "@" in value:
            value = f"{turn}.{value}"
        elif value and isinstance(value, str) and (field.unique or field.name in ALONE):
            value = new_key() if field.name in ("key", "code") else _other(value, turn, field.max_length)
        setattr(made, field.attname, value)
    if isinstance(made, Person):
        made.given_name = f"{row.given_name} {NUMERALS[turn // 26]}{NUMERALS[turn % 26]}"
    return made


NUMERALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _other(value: str, turn: int, longest: int | None) -> str:
    hashed = sha256(f"{turn} {value}".encode()).hexdigest()
    return hashed[: longest or 64]
