"""`erasdu`: Django's commands and our own, from anywhere."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
