"""A school's own sign-in on the loopback: Smartschool's OAuth 2, and OpenID Connect."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class SchoolServer(ThreadingHTTPServer):
    """`who`: what it tells about the one who signs in; `asked`: what was asked of it."""

    who: dict[str, object] = {}
    broken = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, list[str]], str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: SchoolServer

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())

    def _answer(self, body: str) -> None:
        path, url = urlsplit(self.path).path, self.server.url
        self.server.asked.append((path, parse_qs(body), self.headers.get("Authorization", "")))
        answers = {
            "/token": {"access_token": "tok-123", "token_type": "Bearer", "expires_in": 3600},
            "/userinfo": self.server.who,
            "/.well-known/openid-configuration": {
                "issuer": url, "authorization_endpoint": f"{url}/authorize", "token_endpoint": f"{url}/token",
                "userinfo_endpoint": f"{url}/userinfo", "jwks_uri": f"{url}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
        }  # fmt: skip
        self.send_response(500 if self.server.broken else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answers.get(path, {})).encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def school_server() -> Iterator[SchoolServer]:
    server = SchoolServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
