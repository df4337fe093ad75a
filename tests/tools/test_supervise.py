"""Web server and worker live and die together; played here by two small programs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.checkout import ROOT

SERVE = """
import sys
from pathlib import Path
from tools import console, supervise
supervise.VENV = Path(sys.argv[1])
console.exit_with(lambda: supervise.serve(int(sys.argv[2])))
"""
SERVER = """#!{python}
import http.server, sys
from pathlib import Path
Path(sys.argv[0]).with_name("server.pid").write_text(str(__import__("os").getpid()))
port = int(next(a for a in sys.argv if a.startswith("--bind=127")).rpartition(":")[2])
class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass
http.server.HTTPServer(("127.0.0.1", port), Quiet).serve_forever()
"""
WORKER = """#!{python}
import os, sys, time
from pathlib import Path
Path(sys.argv[0]).with_name("worker.pid").write_text(str(os.getpid()))
while not Path(sys.argv[0]).with_name("die").exists():
    time.sleep(0.05)
sys.exit(7)
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in {"gunicorn": SERVER, "erasdu": WORKER}.items():
        (folder / name).write_text(text.format(python=sys.executable))
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def serving(programs: Path) -> "subprocess.Popen[str]":
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(programs.parent), str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == f"ErasDu is ready: http://localhost:{port}  (Ctrl-C stops it)\n"
    until((programs / "worker.pid").exists)
    return process


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(file: Path) -> bool:
    try:
        os.kill(int(file.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_both_end_and_all_is_well(
    number: signal.Signals, serving: "subprocess.Popen[str]", programs: Path
) -> None:
    serving.send_signal(number)
    out, err = serving.communicate(timeout=20)
    assert (serving.returncode, out, err) == (0, "Stopped.\n", "")
    assert not alive(programs / "server.pid")
    assert not alive(programs / "worker.pid")


def test_when_one_dies_the_other_ends_and_it_is_said(serving: "subprocess.Popen[str]", programs: Path) -> None:
    (programs / "die").touch()
    out, err = serving.communicate(timeout=20)
    assert serving.returncode == 1
    assert err == "erasdu: the background worker stopped by itself (exit code 7), so all is stopped.\n"
    assert not alive(programs / "server.pid")


def test_when_the_supervisor_is_killed_nobody_keeps_the_port(serving: "subprocess.Popen[str]", programs: Path) -> None:
    serving.kill()
    serving.communicate(timeout=20)
    until(lambda: not alive(programs / "server.pid") and not alive(programs / "worker.pid"))
