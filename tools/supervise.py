"""Runs the web server and the background worker side by side; when one ends, so does the other."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from tools.checkout import ROOT, VENV
from tools.console import Failure, say
from tools.prepare import environment

PATIENCE = 15.0  # seconds to end in


def addresses() -> list[tuple[socket.AddressFamily, str]]:
    """Where `localhost` may lead on this machine: 127.0.0.1, and ::1 where there is IPv6."""
    found = [(socket.AF_INET, "127.0.0.1")]
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return found
    return [*found, (socket.AF_INET6, "::1")]


def serve(port: int) -> int:
    """Until Ctrl-C or SIGTERM. Raises Failure when a process ends by itself."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    processes = {
        "web server": start("gunicorn", *server_options(port), "erasdu.config.wsgi"),
        "background worker": start("erasdu", "worker"),
    }
    try:
        ready = False
        while not stop.wait(0.1):
            for name, process in processes.items():
                if process.poll() is not None:
                    code = process.returncode
                    raise Failure(f"the {name} stopped by itself (exit code {code}), so all is stopped.")
            if not ready and answers(port):
                ready = True
                say(f"ErasDu is ready: http://localhost:{port}  (Ctrl-C stops it)")
    finally:
        end(list(processes.values()))
    say("Stopped.")
    return 0


def server_options(port: int) -> list[str]:
    bind = [f"--bind={f'[{address}]' if ':' in address else address}:{port}" for _, address in addresses()]
    # Loaded once and then forked: a quicker start and less memory.
    return [
        *bind,
        "--preload",
        f"--workers={min(os.cpu_count() or 1, 4)}",
        "--worker-class=gthread",
        "--threads=4",
        "--log-level=warning",
        "--no-control-socket",
    ]


def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches only us and we end both in good order."""
    return subprocess.Popen(
        [VENV / "bin" / program, *arguments],
        cwd=ROOT,
        env=environment(DJANGO_SETTINGS_MODULE="erasdu.config.settings"),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def end_with_parent() -> None:
    """Asks Linux to end this new process when the one that starts it is killed: no port stays taken."""
    pr_set_pdeathsig = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def answers(port: int) -> bool:
    """Whether a page comes, whatever it says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
