"""Who acts: the person, in one role, as every access function and action gets it."""

from dataclasses import dataclass

ADMINISTRATOR = "administrator"
COORDINATOR = "coordinator"
CONTACT_POINT = "contact_point"
TEACHER = "teacher"
COUNSELLOR = "counsellor"
INTERVIEWER = "interviewer"
LEARNER = "learner"
SYSTEM_ROLE = "system"
NOBODY_ROLE = "nobody"
PARTNER = "partner"
"""The door of who acts for a foreign partner: a contact point, but not of a school."""

ACCOUNT_ROLES = (COORDINATOR, ADMINISTRATOR, CONTACT_POINT, LEARNER)
LINK_ROLES = (TEACHER, COUNSELLOR, INTERVIEWER)


@dataclass(frozen=True, slots=True)
class Actor:
    """`scope`: ids of the organisations for which the role acts (a group: all its schools). `abroad`: a partner."""

    person: int | None
    role: str
    organisation: int | None = None
    scope: frozenset[int] = frozenset()
    via: str = "account"  # account | link | system
    link: int | None = None
    abroad: bool = False

    @property
    def is_coordinator(self) -> bool:
        return self.role == COORDINATOR

    @property
    def is_contact_point(self) -> bool:
        return self.role == CONTACT_POINT

    @property
    def is_partner(self) -> bool:
        return self.role == CONTACT_POINT and self.abroad

    @property
    def door(self) -> str:
        """The role by which pages open: those of a school's contact point do not open for a partner's."""
        return PARTNER if self.is_partner else self.role

    @property
    def is_learner(self) -> bool:
        return self.role == LEARNER

    @property
    def is_administrator(self) -> bool:
        return self.role == ADMINISTRATOR

    @property
    def is_known(self) -> bool:
        return self.role != NOBODY_ROLE


NOBODY = Actor(None, NOBODY_ROLE)
SYSTEM = Actor(None, SYSTEM_ROLE, via="system")
