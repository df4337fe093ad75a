"""`erasdu found`: the first act on an empty installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasdu.ground.journal import clock
from erasdu.ground.look.words import because
from erasdu.ground.organisations.actions import found
from erasdu.kernel.verdict import Refused


class Command(BaseCommand):
    help = "Makes the coordinator's organisation and invites the first person who signs in for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="name of the coordinator's organisation")
        parser.add_argument("given_name")
        parser.add_argument("family_name")
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = {name: options[name] for name in ("given_name", "family_name", "email")}
        try:
            role = found({"name": options["organisation"], "country": "BE"}, **person, at=clock.now())
        except Refused as refused:
            raise CommandError(because(refused.verdict)) from refused
        self.stdout.write(f"{role.organisation}: {role.person.email} can sign in")
