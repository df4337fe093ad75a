"""What only the operating system has: a browser, and gettext to gather the messages."""

import os
import shutil

from tools import console

PACKAGES = {"chromium": "chromium", "xgettext": "gettext"}  # program: its package in Debian


def require(*programs: str) -> None:
    """Gets the programs that are lacking with apt when we are root; otherwise says what to install."""
    lacking = sorted(PACKAGES[program] for program in programs if not shutil.which(program))
    if not lacking:
        return
    names = " and ".join(lacking)
    if os.geteuid() or not shutil.which("apt-get"):
        raise console.Failure(f"the tests need {names}: sudo apt install {' '.join(lacking)}")
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    console.run("Reading Debian's list of packages", [*apt, "update"], quietly)
    console.run(f"Installing {names}", [*apt, "install", "--no-install-recommends", *lacking], quietly)
