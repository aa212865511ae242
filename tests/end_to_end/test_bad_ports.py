"""Ports that cannot be listened on: told before anything is started, so nothing is left behind."""

import socket
from collections.abc import Iterator

import psutil
import pytest

from tests.support.terminal import Terminal, refused


@pytest.fixture
def taken() -> Iterator[int]:
    """Hold a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def test_the_ui_on_a_taken_port_says_so_and_starts_nothing(terminal: Terminal, taken: int) -> None:
    before = {one.pid for one in psutil.Process().children(recursive=True)}
    said = terminal.launch("dev", "--port", str(taken))
    refused(said, f"InputError: port {taken} of 127.0.0.1 is taken", "another port", "--port")
    assert {one.pid for one in psutil.Process().children(recursive=True)} <= before


@pytest.mark.parametrize("port", ["0", "-1", "65536", "999999999999"])
def test_the_ui_refuses_what_is_no_port(terminal: Terminal, port: str) -> None:
    refused(terminal.launch("dev", "--port", port), f"InputError: {port} is not a port")


@pytest.mark.parametrize(("port", "text"), [(None, "already in use"), ("99999", "0-65535")])
def test_the_commit_service_says_why_it_cannot_listen(
    terminal: Terminal, taken: int, port: str | None, text: str
) -> None:
    command = ("commit-service", "--repository", "/srv/", "--port", port or str(taken))
    said = terminal.launch(*command, COMMIT_SERVICE_TOKEN="x" * 40)
    refused(said, "InputError: the commit service cannot listen on 127.0.0.1", text, "--port")
