"""`erasdu`: Django's commands and our own, from anywhere."""

import os
import sys
from importlib import import_module

# What needs neither Django nor a database, and starts sooner without them.
ALONE = {"match-problem": "erasdu.config.matching", "match_problem": "erasdu.config.matching"}


def main() -> None:
    if module := ALONE.get("".join(sys.argv[1:2])):
        raise SystemExit(import_module(module).main(sys.argv[2:]))
    execute_from_command_line = import_module("django.core.management").execute_from_command_line
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")
    execute_from_command_line(named(sys.argv))


def named(arguments: list[str]) -> list[str]:
    """A command may be written with hyphens: `erasdu seal-keys`."""
    own, command, rest = arguments[:1], arguments[1:2], arguments[2:]
    return [*own, *(each if each.startswith("-") else each.replace("-", "_") for each in command), *rest]


if __name__ == "__main__":
    main()
