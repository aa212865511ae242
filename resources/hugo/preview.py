"""Serves a changed site on loopback through the same build, with a plain layout of its own.

Changed pages come first; scripts of the site do not run; nothing is written but a temporary copy.
"""

import html
import mimetypes
import posixpath
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from launch.errors import HugoError, InputError
from resources.hugo.build import render
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.output import PageText

_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
_STYLE = """
body{margin:0;font:16px/1.6 system-ui,sans-serif;color:#1c1e21;background:#fff;display:flex}
nav{flex:0 0 17rem;padding:1.5rem;background:#f5f6f7;min-height:100vh;font-size:.9rem}
nav ol{padding-left:1.2rem}main{padding:1.5rem 2.5rem;max-width:46rem;min-width:0}
pre{background:#f5f6f7;padding:.8rem;overflow:auto}table{border-collapse:collapse}
td,th{border:1px solid #ccd0d5;padding:.3rem .6rem;text-align:left}img{max-width:100%}
"""


@dataclass(frozen=True)
class Preview:
    """A preview that is being served."""

    url: str
    """Address of its first page."""
    changed: tuple[tuple[str, str], ...]
    """URL path and title of each changed page."""


@contextmanager
def serve(
    builder: HugoSiteBuilder, changes: Mapping[str, bytes | None], port: int = 0
) -> Iterator[Preview]:
    """Serve the changed site on 127.0.0.1 while the context lasts; port 0 takes a free one.

    HugoError where the changed site does not build.
    """
    folder = Path(tempfile.mkdtemp(prefix="preview-")).resolve()
    try:
        with builder.changed(changes) as shop:
            run, log = render(shop, folder / "public", folder)
        if run.problem or not log.pages:
            raise HugoError(
                run.problem or "the changed site does not build",
                hint="run `python -m launch gates` to see why",
            )
        changed = tuple((page.url, page.title) for page in log.pages if page.path in changes)
        served = {_spelt(url): text for url, text in log.texts.items()}
        yield from _serving(folder / "public", builder, served, changed, port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _spelt(url: str) -> str:
    """Return a URL path as the handler compares it: decoded, no slash at either end."""
    return posixpath.normpath("/" + unquote(url)).strip("/").removesuffix("index.html").strip("/")


def _serving(
    public: Path,
    builder: HugoSiteBuilder,
    served: Mapping[str, PageText],
    changed: tuple[tuple[str, str], ...],
    port: int,
) -> Iterator[Preview]:
    class Handler(_PageHandler):
        root = public
        site = builder
        texts = served
        links = changed

    try:
        bound = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"port {port} cannot be used: {reason}",
            hint="choose another --port; 0 takes a free one",
        ) from error
    with bound as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Preview(f"http://127.0.0.1:{server.server_port}/", changed)
        finally:
            server.shutdown()
            thread.join()


class _PageHandler(BaseHTTPRequestHandler):
    root: Path
    """Folder of the files that the build published beside pages."""
    site: HugoSiteBuilder
    texts: Mapping[str, PageText]
    """Pages by URL path, as `_spelt` gives it."""
    links: tuple[tuple[str, str], ...]

    def do_GET(self) -> None:
        """Answer with a page in our layout, a file beside a page, or a static file of the site."""
        path = _spelt(urlsplit(self.path).path)
        below = self.site.base_path.strip("/")
        inside = f"{path}/".removeprefix(f"{below}/").strip("/") if below else path
        page = self.texts.get(path) or self.texts.get(f"{below}/{path}".strip("/"))
        if page is not None:
            self._send(HTTPStatus.OK, "text/html", self._page(page.title, page.content))
            return
        file = (self.root / inside).resolve()
        beside = file.is_relative_to(self.root) and file.is_file()
        data = file.read_bytes() if beside else self.site.static_file(inside)
        if data is None:
            self._send(HTTPStatus.NOT_FOUND, "text/html", self._page("Not found", ""))
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self._send(HTTPStatus.OK, kind, data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: the terminal belongs to the command."""

    def _page(self, title: str, content: str) -> bytes:
        items = "".join(
            f'<li><a href="{html.escape(url)}">{html.escape(name or url)}</a></li>'
            for url, name in self.links
        )
        return (
            f"<!doctype html><meta charset=utf-8><title>{html.escape(title)}</title>"
            f"<style>{_STYLE}</style><nav><b>Changed pages</b><ol>{items}</ol>"
            f'<a href="/">Home</a></nav><main><h1>{html.escape(title)}</h1>{content}</main>'
        ).encode()

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(data)
