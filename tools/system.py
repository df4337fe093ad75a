"""What only the operating system has: a browser, and gettext to gather the messages."""

import os
import shutil

from tools import console

# Programs that do, the best first, and its package in Debian. The shell has no windows: half the work for a page.
PROGRAMS = {
    "browser": ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
    "gettext": ("xgettext",),
}
PACKAGES = {"browser": "chromium-headless-shell", "gettext": "gettext"}


def found(need: str) -> str | None:
    """The path of the best program there is."""
    return next((path for name in PROGRAMS[need] if (path := shutil.which(name))), None)


def require(*needs: str) -> None:
    """Gets the best programs with apt when we are root; otherwise, or when that fails, any that is there will do."""
    missing = [need for need in needs if not found(need)]
    if os.geteuid() or not shutil.which("apt-get"):
        if missing:
            raise console.Failure(f"the tests need {_names(missing, ' and ')}: sudo apt install {_names(missing)}")
        return
    try:
        _install([need for need in needs if not shutil.which(PROGRAMS[need][0])])
    except console.Failure:
        if missing:
            raise


def _install(needs: list[str]) -> None:
    if not needs:
        return
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    packages = sorted(PACKAGES[need] for need in needs)
    console.run("Reading Debian's list of packages", [*apt, "update"], quietly)
    console.run(
        f"Installing {' and '.join(packages)}", [*apt, "install", "--no-install-recommends", *packages], quietly
    )


def _names(needs: list[str], between: str = " ") -> str:
    return between.join(sorted(PACKAGES[need] for need in needs))
