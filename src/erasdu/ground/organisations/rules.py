"""What each kind of organisation has, and which sectors there are."""

from __future__ import annotations

# Code → detailed field of ISCED-F 2013, which the Beneficiary Module asks for.
SECTORS = {
    "food": "0721",
    "construction": "0732",
    "wood": "0722",
    "electricity": "0713",
    "heating_cooling": "0732",
    "metal": "0715",
    "automotive": "0716",
    "horticulture": "0812",
    "hospitality": "1013",
    "body_care": "1012",
    "health_care": "0921",
    "child_care": "0922",
    "retail": "0416",
    "office": "0415",
    "logistics": "1041",
    "graphics_media": "0211",
    "fashion_textile": "0212",
    "ict": "0612",
    "tourism": "1015",
    "security": "1032",
}

COORDINATOR, SCHOOL, TRAINING_CENTRE = "coordinator", "school", "training_centre"
BOARD, GROUP, COMPANY, PARTNER = "board", "group", "company", "partner"

_ALWAYS = ("name", "street", "postal_code", "town", "country", "website", "email", "phone")
_FIELDS = {
    COORDINATOR: ("enterprise_number", "oid"),
    SCHOOL: ("institution_number", "oid", "sectors", "board", "group"),
    TRAINING_CENTRE: ("institution_number", "enterprise_number", "oid", "sectors", "board", "group"),
    BOARD: ("enterprise_number", "oid", "group"),
    GROUP: ("enterprise_number",),
    COMPANY: ("enterprise_number", "registration_number", "oid", "sectors"),
    PARTNER: ("oid", "sectors"),
}
KINDS = tuple(_FIELDS)
SENDING = frozenset({SCHOOL, TRAINING_CENTRE})
AGREES = SENDING | {BOARD, PARTNER}  # with these the coordinator makes an agreement

_CONTACT = ("contact_point",)
_AT_SCHOOL = ("contact_point", "teacher", "counsellor", "interviewer")
_ROLES = {
    COORDINATOR: ("coordinator", "administrator"),
    SCHOOL: _AT_SCHOOL,
    TRAINING_CENTRE: _AT_SCHOOL,
    BOARD: _CONTACT,
    GROUP: _CONTACT,
    COMPANY: (),
    PARTNER: _CONTACT,
}
_NO_ACCOUNT = ("teacher", "counsellor", "interviewer")


def fields_of(kind: str) -> tuple[str, ...]:
    """The columns that an organisation of this kind has, in the order of the form."""
    return ("name", *_FIELDS[kind], *_ALWAYS[1:])


def roles_at(kind: str) -> tuple[str, ...]:
    """The roles that a person can be given at an organisation of this kind."""
    return _ROLES[kind]


def kept_by_contact_point(role: str) -> bool:
    """Roles without an account, whose list the school keeps itself."""
    return role in _NO_ACCOUNT


def is_abroad(kind: str) -> bool:
    """Whether such an organisation lies outside Belgium: a partner; all others lie in it."""
    return kind == PARTNER
