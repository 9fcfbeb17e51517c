"""A web server on this machine that gives files by parts, and can be told to misbehave."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote


class RangeServer:
    """folder: what is given. asked: (method, path, range) of every request. fault: what it does wrong from now on, one of
    "" (nothing), "gone" (closes every connection), "short", "long", "wrong size", "no ranges", "redirect", "broken",
    "forbidden"; of the paths that contain `faulty`. sent: bytes of all bodies. delay: seconds before each answer. most_at_once: requests that waited together."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.fault, self.faulty = folder, "", ""
        self.asked: list[tuple[str, str, str | None]] = []
        self.delay, self.sent = 0.0, 0
        self.at_work = self.most_at_once = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def range_server(folder: Path) -> Iterator[RangeServer]:
    server = RangeServer(folder)
    try:
        yield server
    finally:
        server.close()


def _handler(server: RangeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            server.asked.append((self.command, self.path, wanted))
            fault = server.fault if server.faulty in self.path else ""
            server.at_work += 1
            server.most_at_once = max(server.most_at_once, server.at_work)
            time.sleep(server.delay)
            server.at_work -= 1
            if fault == "gone":
                self.close_connection = True
                self.connection.close()
                return
            if fault == "redirect":
                return self._answer(302, b"", {"Location": self.path})
            if fault in ("broken", "forbidden"):
                return self._answer(500 if fault == "broken" else 403, b"<html>" * 1000)
            file = server.folder / unquote(self.path).lstrip("/")
            if not file.is_file():
                return self._answer(404, b"none")
            status = file.stat()
            tag = f'"{hashlib.md5(f"{status.st_mtime_ns} {status.st_size}".encode()).hexdigest()}"'
            if self.headers.get("If-None-Match") == tag:
                return self._answer(304, b"", {"ETag": tag})
            if wanted is None or fault == "no ranges":
                return self._answer(200, file.read_bytes(), {"ETag": tag})
            first, last = wanted.removeprefix("bytes=").split("-")
            start, stop = int(first), min(int(last) + 1 if last else status.st_size, status.st_size)
            if start >= status.st_size:
                return self._answer(416, b"")
            size = 10**15 if fault == "wrong size" else status.st_size
            said = {"ETag": tag, "Content-Range": f"bytes {start}-{stop - 1}/{size}"}
            with file.open("rb") as opened:
                opened.seek(start)
                body = opened.read(stop - start)
            if fault == "long":
                return self._endless(206, said)
            self._answer(206, body[: len(body) // 2] if fault == "short" else body, said, len(body))
            self.close_connection = fault == "short"

        do_HEAD = do_GET

        def _answer(self, code: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None):
            self.send_response(code)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            if code != 304:
                self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            try:
                if self.command == "GET":
                    server.sent += len(body)
                    self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def _endless(self, code: int, headers: dict[str, str]) -> None:
            """More and more, and never an end."""
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(1 << 40))
            self.end_headers()
            try:
                while True:
                    self.wfile.write(bytes(1 << 20))
            except OSError:
                self.close_connection = True

    return Handler
