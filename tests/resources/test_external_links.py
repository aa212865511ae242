"""Links are asked over real HTTP on loopback."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from resources.external_links import ask


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        status = {"/here": 200, "/gone": 404, "/no-head": 405, "/moved": 302, "/loop": 302}
        self._send(status.get(self.path, 404))

    def do_GET(self) -> None:
        self._send(200 if self.path == "/no-head" else 404)

    def _send(self, status: int) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("location", "/here" if self.path == "/moved" else "/loop")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_each_link_gets_its_status_after_redirects_and_without_head(site: str) -> None:
    paths = {"/here": 200, "/gone": 404, "/no-head": 200, "/moved": 200, "/loop": None}
    found = ask([site + path for path in paths], allow_private=True)
    assert found == {site + path: status for path, status in paths.items()}


def test_a_fragment_is_not_asked_twice(site: str) -> None:
    assert ask([f"{site}/here#a", f"{site}/here#b"], allow_private=True) == {f"{site}/here": 200}


def test_a_host_of_a_private_network_is_not_asked(site: str) -> None:
    assert ask([f"{site}/here", "http://[::1]/", "http://"]) == {
        f"{site}/here": None,
        "http://[::1]/": None,
        "http://": None,
    }


def test_no_answer_is_none() -> None:
    assert ask(["http://127.0.0.1:1/"], allow_private=True) == {"http://127.0.0.1:1/": None}


def test_no_link_asks_nobody() -> None:
    assert ask([]) == {}
