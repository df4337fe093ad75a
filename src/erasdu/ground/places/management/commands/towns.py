"""`erasdu towns`: loads the towns of the gazetteer, when they are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from erasdu.ground.journal import clock
from erasdu.ground.places import actions, imports, queries


class Command(BaseCommand):
    help = (
        "Loads the towns of the gazetteer that is installed with ErasDu; an edition that is there is not loaded again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="load it also when it is there")

    def handle(self, *args: Any, again: bool = False, **options: Any) -> None:
        edition = imports.edition()
        if queries.edition() == edition and not again:
            self.stdout.write(f"{queries.count()} towns are there ({edition})")
            return
        towns = actions.load(imports.gazetteer(), edition, at=clock.now())
        self.stdout.write(f"{towns} towns are loaded ({edition})")
