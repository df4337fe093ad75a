"""Makes the checkout ready: packages, then state. Only one ./run or ./test at a time does so."""

import os

from tools import console
from tools.checkout import LOCAL, PYTHON, held, make_folders
from tools.install import install


def prepare(*parts: str, dev: bool = False) -> None:
    """`parts` are those of tools.state; `dev` installs what the tests need as well."""
    make_folders()
    lock = LOCAL / "prepare.lock"
    with held(lock, wait=False) as ours:
        if ours:
            return _prepare(*parts, dev=dev)
    console.say("Waiting for another ./run or ./test that is preparing this folder…")
    with held(lock):
        _prepare(*parts, dev=dev)


def _prepare(*parts: str, dev: bool) -> None:
    install(dev=dev)
    code = console.pass_on([PYTHON, "-m", "tools.state", *parts], environment())
    if code < 0:
        raise console.Failure(f"preparing was killed (signal {-code}); start again.")
    if code:
        raise SystemExit(code)  # it has said why


# Without the last, Python keeps what it compiled: each program starts a second or more sooner.
CALLERS = {"PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}


def environment(**more: str) -> dict[str, str]:
    """For programs of the virtual environment: whatever Python the caller was set up for is left out."""
    return {**{name: value for name, value in os.environ.items() if name not in CALLERS}, **more}
