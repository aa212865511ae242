"""A Messages API on loopback that refuses what the SDK's own types would not allow."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jsonschema
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming
from pydantic import TypeAdapter


@dataclass(frozen=True)
class Reply:
    """What the server sends back."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    drop: bool = False
    """Close the connection without an answer."""


def message(text: str, *, model: str = "claude-sonnet-4-5", stop_reason: str = "end_turn") -> Reply:
    """Return a whole answer with one text block, after a thinking block."""
    body = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [
            {"type": "thinking", "thinking": "hm", "signature": "s"},
            {"type": "text", "text": text},
        ],
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {
            "input_tokens": 1000,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": 100,
        },
    }
    return Reply(200, json.dumps(body).encode(), (("request-id", "req_1"),))


def error(status: int, kind: str, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Return an error as the API writes it."""
    body = {"type": "error", "error": {"type": kind, "message": kind}}
    return Reply(status, json.dumps(body).encode(), headers)


@dataclass
class MessagesServer:
    """A running server: what it was asked, and where it is."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What was wrong with requests, by the SDK's own types."""


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = TypeAdapter(MessageCreateParamsNonStreaming).json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        if part.get("type") == "object" and "properties" in part:
            part["additionalProperties"] = False
    return jsonschema.Draft202012Validator(schema)


@contextmanager
def serving(answer: Callable[[dict[str, Any], int], Reply]) -> Iterator[MessagesServer]:
    """Serve on a free port of 127.0.0.1; ``answer`` gets the request and its number from 1."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            request = json.loads(self.rfile.read(length))
            server.requests.append(request)
            checked = {key: value for key, value in request.items() if key != "stream"}
            server.problems.extend(item.message for item in _validator().iter_errors(checked))
            self._send(answer(request, len(server.requests)))

        def _send(self, reply: Reply) -> None:
            if reply.drop:
                self.connection.close()
                return
            self.send_response(reply.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(reply.body)))
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = MessagesServer(url=f"http://127.0.0.1:{httpd.server_address[1]}")
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
