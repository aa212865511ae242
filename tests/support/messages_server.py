"""A Messages API on loopback that refuses what the SDK's own types would not allow."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
    cut: int | None = None
    """Close the connection after so many bytes of the body."""
    wait_s: float = 0.0
    """Seconds before the answer."""
    trickle_s: float = 0.0
    """Seconds between one byte and the next."""


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


Answering = Callable[[dict[str, Any], int], Reply]


@dataclass
class MessagesServer:
    """A running server: what it was asked, and where it is."""

    url: str
    most_at_once: int = 0
    """Calls that were open together, at most."""
    batches: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Batches by id: their requests."""
    looks: int = 0
    """Looks at a batch's state."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What was wrong with requests, by the SDK's own types."""


def _batch_state(name: str, server: MessagesServer, *, ended: bool) -> Reply:
    counts = {"processing": 0, "succeeded": 0, "errored": 0, "canceled": 0, "expired": 0}
    counts["succeeded" if ended else "processing"] = len(server.batches[name])
    body = {
        "id": name,
        "type": "message_batch",
        "processing_status": "ended" if ended else "in_progress",
        "request_counts": counts,
        "created_at": "2026-11-22T00:00:00Z",
        "expires_at": "2026-11-23T00:00:00Z",
        "ended_at": "2026-11-22T01:00:00Z" if ended else None,
        "results_url": f"{server.url}/v1/messages/batches/{name}/results" if ended else None,
    }
    return Reply(200, json.dumps(body).encode())


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = TypeAdapter(MessageCreateParamsNonStreaming).json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        if part.get("type") == "object" and "properties" in part:
            part["additionalProperties"] = False
    return jsonschema.Draft202012Validator(schema)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, answer: Answering, looks_until_ended: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.looks_until_ended = looks_until_ended
        self.told = MessagesServer(url=f"http://127.0.0.1:{self.server_address[1]}")
        self.lock = threading.Lock()
        self.open_now = 0
        self.stopping = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent where a client hung up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.endswith("/batches"):
            self._batch(request["requests"])
            return
        with self.server.lock:
            self.server.open_now += 1
            self.server.told.most_at_once = max(self.server.told.most_at_once, self.server.open_now)
            number = self._noted(request)
        try:
            self._send(self.server.answer(request, number))
        finally:
            with self.server.lock:
                self.server.open_now -= 1

    def do_GET(self) -> None:
        name = self.path.split("/batches/")[1].split("/")[0]
        if self.path.endswith("/results"):
            lines = [self._result(one) for one in reversed(self.server.told.batches[name])]
            self._send(Reply(200, "\n".join(map(json.dumps, lines)).encode()))
            return
        self.server.told.looks += 1
        self._send(
            _batch_state(
                name,
                self.server.told,
                ended=self.server.told.looks >= self.server.looks_until_ended,
            )
        )

    def _batch(self, requests: list[dict[str, Any]]) -> None:
        with self.server.lock:
            for one in requests:
                self._noted(one["params"])
            name = f"msgbatch_{len(self.server.told.batches) + 1}"
            self.server.told.batches[name] = requests
        self._send(_batch_state(name, self.server.told, ended=False))

    def _result(self, one: dict[str, Any]) -> dict[str, Any]:
        reply = self.server.answer(
            one["params"], self.server.told.requests.index(one["params"]) + 1
        )
        body = json.loads(reply.body)
        kind = "succeeded" if reply.status == 200 else "errored"
        inner = {"message": body} if kind == "succeeded" else {"error": body}
        return {"custom_id": one["custom_id"], "result": {"type": kind, **inner}}

    def _noted(self, request: dict[str, Any]) -> int:
        self.server.told.requests.append(request)
        checked = {key: value for key, value in request.items() if key != "stream"}
        self.server.told.problems.extend(item.message for item in _validator().iter_errors(checked))
        return len(self.server.told.requests)

    def _send(self, reply: Reply) -> None:
        self.server.stopping.wait(reply.wait_s)
        if reply.drop:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(reply.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply.body)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self._body(reply)

    def _body(self, reply: Reply) -> None:
        for byte in reply.body if reply.trickle_s else ():
            self.wfile.write(bytes([byte]))
            if self.server.stopping.wait(reply.trickle_s):
                return
        if not reply.trickle_s:
            self.wfile.write(reply.body[: reply.cut])
        if reply.cut is not None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: object) -> None:
        """Stay silent."""


@contextmanager
def serving(answer: Answering, *, looks_until_ended: int = 2) -> Iterator[MessagesServer]:
    """Serve on a free port of 127.0.0.1; ``answer`` gets the request and its number from 1.

    A batch has ended at the n-th look at any batch.
    """
    httpd = _Server(answer, looks_until_ended)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield httpd.told
    finally:
        httpd.stopping.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()
