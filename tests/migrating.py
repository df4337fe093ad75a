"""`migrate` for an empty database in a quarter of the time: python -m tests.migrating OPTIONS

Django draws every model anew that hangs together with the one that an operation adds to, which in the end is nearly all
of them, hundreds of times. What is only added needs none of the others. Operations that rename, alter or remove, and
our own code in migrations, still get all of them as they are then. The database is the same: see `tests/config/test_migrated.py`.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management import execute_from_command_line
from django.db.migrations.state import ModelState, ProjectState

ADD_FIELD = ProjectState.add_field


def quicken() -> None:
    ProjectState.add_model = _add_model
    ProjectState.add_field = _add_field
    ProjectState._append_option = _append_option


def _draw_alone(state: Any, app_label: str, model_name: str, **_how: Any) -> None:
    """`is_delayed`: Django's own word for it that others are still to be drawn before our code may use them."""
    if "apps" in state.__dict__:
        state.is_delayed = True
        state._reload({(app_label, model_name)})


def _add_model(self: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    _draw_alone(self, *key)


def _add_field(self: Any, *given: Any) -> None:
    self.reload_model = lambda *key, **how: _draw_alone(self, *key, **how)
    try:
        ADD_FIELD(self, *given)
    finally:
        del self.reload_model


def _append_option(self: Any, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    _draw_alone(self, app_label, model_name)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")
    quicken()
    execute_from_command_line([sys.argv[0], "migrate", *sys.argv[1:]])
