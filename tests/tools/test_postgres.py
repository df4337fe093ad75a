"""The throwaway PostgreSQL, from the wheel as on a machine that has none, answers and leaves nothing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tools.checkout import ROOT

START = """
from pathlib import Path
from tests import postgres
from tools import console
postgres.SYSTEM = Path("/nonexistent")
console.exit_with(postgres.main)
"""


@pytest.fixture
def server() -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([sys.executable, "-c", START], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()


def test_it_answers_at_its_address_and_leaves_nothing_behind(server: "subprocess.Popen[str]") -> None:
    assert server.stdout
    address = server.stdout.readline().strip().replace("postgres://", "postgresql://")
    with psycopg.connect(address) as connection:
        [row] = connection.execute("SHOW unix_socket_directories").fetchall()
        assert connection.execute("SHOW listen_addresses").fetchall() == [("",)]
        assert connection.execute("SHOW server_encoding").fetchall() == [("UTF8",)]
    folder = Path(row[0])
    assert folder.stat().st_mode & 0o077 == 0
    server.terminate()
    server.wait(20)
    assert not folder.exists()
