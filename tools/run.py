"""./run: installs what is lacking, loads the demo on the first start, serves, and stops cleanly."""

import argparse
import errno
import os
import socket

from tools import console, supervise
from tools.checkout import VAR, held, make_folders, remove
from tools.prepare import prepare


def main() -> int:
    options = parse()
    port = wanted_port()
    if not options.prepare:
        require_free(port)
    if options.reset:
        reset(sure=options.yes)
    if options.prepare:
        prepare("messages", "static", "database", "seal", "towns", "solver")
        return 0
    prepare("messages", "static", "database", "seal", "towns", "solver", "demo")
    with held(VAR / "serving.lock", shared=True):
        return supervise.serve(port)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Installs what is lacking, then serves ErasDu.",
        epilog="ERASDU_PORT is the port (8000); ERASDU_VAR and ERASDU_DATABASE_URL say where the data lies.",
    )
    parser.add_argument("--prepare", action="store_true", help="install and migrate without serving")
    parser.add_argument("--reset", action="store_true", help="remove the data and start the demo afresh")
    parser.add_argument("--yes", action="store_true", help="do not ask before --reset")
    return parser.parse_args()


def wanted_port() -> int:
    text = os.environ.get("ERASDU_PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise console.Failure(f"ERASDU_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def require_free(port: int) -> None:
    """Fails before anything else is done when the port cannot be had."""
    for family, address in supervise.addresses():
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
                probe.listen()
            except OSError as error:
                taken = error.errno == errno.EADDRINUSE
                why = "is taken by another program" if taken else f"cannot be opened ({error.strerror})"
                raise console.Failure(f"port {port} {why}; choose one with ERASDU_PORT=8001 ./run") from None


def reset(*, sure: bool) -> None:
    """Removes database and vault of this folder, after asking; never those of a running ErasDu."""
    if os.environ.get("ERASDU_DATABASE_URL") or os.environ.get("ERASDU_PRODUCTION", "0") not in {"", "0"}:
        raise console.Failure("--reset is for the demo in SQLite; it does not touch a database of your own.")
    make_folders()
    with held(VAR / "serving.lock", wait=False) as free:
        if not free:
            raise console.Failure("ErasDu is running from this folder; stop it before --reset.")
        if not (sure or agreed()):
            raise console.Failure("nothing is removed.")
        for path in [*VAR.glob("erasdu.sqlite3*"), VAR / "vault", VAR / "demo.unfinished"]:
            remove(path)


def agreed() -> bool:
    console.say(f"All data in {VAR} will be removed, and the demo starts afresh.")
    try:
        return input("Type yes to go on: ").strip() == "yes"
    except EOFError:
        return False


if __name__ == "__main__":
    console.exit_with(main)
