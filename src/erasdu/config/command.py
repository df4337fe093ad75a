"""`erasdu`: Django's commands and our own, from anywhere."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")
    execute_from_command_line(named(sys.argv))


def named(arguments: list[str]) -> list[str]:
    """A command may be written with hyphens: `erasdu seal-keys`."""
    own, command, rest = arguments[:1], arguments[1:2], arguments[2:]
    return [*own, *(each if each.startswith("-") else each.replace("-", "_") for each in command), *rest]


if __name__ == "__main__":
    main()
