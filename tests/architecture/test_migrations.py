"""A model that changed without its migration: what `makemigrations --check` says, asking no database."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override


def test_every_change_of_a_model_has_its_migration() -> None:
    written = MigrationLoader(None)
    with override(None):  # migrations hold the texts of fields as they stand in the code
        wanted = ProjectState.from_apps(apps)
        lacking = MigrationAutodetector(written.project_state(), wanted).changes(graph=written.graph)
    told = [f"{app}: {step.describe()}" for app, made in lacking.items() for one in made for step in one.operations]
    assert told == [], "\n".join(told)
