"""Whose open door an address is."""

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.hosting.access import KEEPING


def keeper_at_door(code: str) -> Organisation | None:
    return Organisation.objects.filter(key=code, kind__in=KEEPING, closed_at=None).first()
