"""The port for an antivirus, against a server that speaks as clamd does."""

import socketserver
import threading
from pathlib import Path

import pytest

from erasdu.kernel.uploads.virus import Clamd, NoScanner, scanner
from tests.antivirus import VIRUS, Answers, clamd
from tests.mailserver import free_port


def test_clean_and_infected() -> None:
    with clamd() as address:
        assert Clamd(address).scan(b"x" * 200_000) == "clean"
        assert Clamd(address).scan(b"x" * 100_000 + VIRUS) == "infected"
        assert Clamd(address).scan(b"") == "clean"


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\0", b"x" * 9000])
def test_an_answer_that_is_neither_is_no_answer(said: bytes) -> None:
    with clamd(said) as address:
        assert Clamd(address).scan(b"x") == "unavailable"


def test_a_server_that_is_not_there() -> None:
    assert Clamd(f"127.0.0.1:{free_port()}").scan(b"x") == "unavailable"
    assert Clamd("no port").scan(b"x") == "unavailable"
    assert Clamd("/nowhere/clamd.sock").scan(b"x") == "unavailable"


def test_by_a_socket_in_a_file(tmp_path: Path) -> None:
    with socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.sock"), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        assert scanner(str(tmp_path / "clamd.sock")).scan(VIRUS) == "infected"
        server.shutdown()
        thread.join()


def test_without_an_address_nothing_is_looked_at() -> None:
    assert isinstance(scanner(""), NoScanner)
    assert scanner("").scan(VIRUS) == "clean"
