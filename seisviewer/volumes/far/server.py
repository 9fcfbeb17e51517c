"""Asks a server or a bucket for parts of objects, and says in one sentence what went wrong.

obstore (Rust's object_store) connects, signs, waits and tries again. Keys come from the environment alone
(`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, `GOOGLE_SERVICE_ACCOUNT` and so forth); where it holds none, requests are not
signed, as public data wants it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from seisviewer.errors import ServerLost, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.far.address import Address

CONNECT_SECONDS, ANSWER_SECONDS = 5, 30
TRIES, TRY_SECONDS = 2, 12
WHOLE_BYTES = 64 << 20  # of an object on a server that gives no parts of objects
PIECE_BYTES = 1 << 20
AWS_SIGNS = ("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
GOOGLE_SIGNS = ("GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_PATH", "GOOGLE_SERVICE_ACCOUNT_KEY")
NOT_CHANGED = "not changed"


@dataclass(frozen=True)
class Part:
    """size: of the whole object. version: by which the object is known to be unchanged, "" where the server says nothing
    that tells it. body: the bytes that were asked for, fewer where the object ends before, or all of it where `start` is 0
    and the server gives no parts."""

    size: int
    version: str
    body: bytes


class Server:
    """What lies under an address. Any number of threads may ask."""

    def __init__(self, address: Address, name: str = "") -> None:
        """name: by which sentences call what is read, where that is not the last part of the address."""
        self.address, self.name = address, name or address.name
        try:
            self._store = _store(address)
        except Exception as error:  # of obstore, which has many for what an environment may hold
            raise UnreadableFile(
                tr("{server} cannot be asked: {first_line}.").format(
                    server=address.server, first_line=_first_line(error)
                )
            ) from error

    def part(self, key: str, start: int, stop: int, unless: str = "") -> Part | str | None:
        """The bytes from `start` up to `stop` of an object; None where there is none; NOT_CHANGED where its version is
        `unless`. Raises UnreadableFile."""
        options: dict[str, Any] = {"range": (start, stop)}
        if unless.startswith(('"', "W/")):
            options["if_none_match"] = unless
        return self._asked(key, options, stop - start)

    def names(self) -> list[str] | None:
        """What lies right under the address; None where the server cannot be asked for it."""
        if self.address.scheme not in ("s3", "gs"):
            return None
        import obstore

        try:
            found = obstore.list_with_delimiter(self._store)
        except Exception as error:
            raise self._sentence(error) from error
        return sorted(prefix.rstrip("/").rsplit("/", 1)[-1] for prefix in found["common_prefixes"])

    def _asked(self, key: str, options: dict[str, Any], most: int) -> Part | str | None:
        import obstore
        from obstore import exceptions

        try:
            result = obstore.get(self._store, key, options=options)
            meta = result.meta
            body = _bounded(result, most, self.name)
        except (FileNotFoundError, exceptions.NotFoundError):
            return None
        except exceptions.NotModifiedError:
            return NOT_CHANGED
        except exceptions.NotSupportedError as error:
            if "range" not in options or options["range"][0]:
                raise self._sentence(error) from error
            return self._asked(key, {name: value for name, value in options.items() if name != "range"}, WHOLE_BYTES)
        except UnreadableFile:
            raise
        except Exception as error:
            if "status code: 416" in str(error) and options.get("range", (1, 1))[0] == 0:
                return Part(0, "", b"")  # nothing has no parts
            raise self._sentence(error) from error
        start, stop = options.get("range", (0, meta["size"]))
        if meta["size"] < 0 or len(body) != min(stop, meta["size"]) - start:
            raise UnreadableFile(
                tr("{server} sent {count:,} bytes of {name} and announced others.").format(
                    server=self.address.server, count=len(body), name=self.name
                )
            )
        return Part(int(meta["size"]), _version(meta), body)

    def _sentence(self, error: BaseException) -> UnreadableFile:
        """What a server's answer means to a user; its own words may be a page of HTML."""
        from obstore import exceptions

        what = tr("{name} from {server}").format(name=self.name, server=self.address.server)
        if isinstance(error, exceptions.PermissionDeniedError | exceptions.UnauthenticatedError):
            return UnreadableFile(
                tr(
                    "{server} does not let you read {name}: set the keys that it asks for in the "
                    "environment, and open it again."
                ).format(server=self.address.server, name=self.name)
            )
        if isinstance(error, exceptions.NotSupportedError):
            return UnreadableFile(
                tr("{server} gives no parts of files, and {name} is too large to be read whole.").format(
                    server=self.address.server, name=self.name
                )
            )
        said = _first_line(error).rsplit(" - ", 1)[-1]
        inner = str(error).lower().replace("retry_timeout", "")
        reason = next((words for sign, words in REASONS if sign in inner), f" ({said})")
        return ServerLost(
            tr("Reading {what} failed{reason}: look whether the server is there, and try again.").format(
                what=what, reason=reason
            )
        )


REASONS = (
    ("following redirect", tr(", as it sends from one address to another without end")),
    ("status code: 5", tr(", as the server has a fault of its own")),
    ("got 0..", tr(", as it announces another size than it sends")),
    ("timed out", tr(", as it did not answer in time")),
    ("kind: timeout", tr(", as it did not answer in time")),
    ("certificate", tr(", as it cannot prove that it is that server")),
    ("dns error", tr(", as no server of that name is known")),
    ("connection refused", tr(", as nobody answers there")),
    ("kind: interrupted", tr(", as the connection was lost")),
    ("kind: body", tr(", as the connection was lost")),
    ("connection closed", tr(", as the connection was lost")),
    ("incompletemessage", tr(", as the connection was lost")),
    ("kind: connect", tr(", as no connection could be made")),
)


def _bounded(result: Any, most: int, name: str) -> bytes:
    """The body of an answer, that ends at `most` bytes whatever the server sends."""
    pieces, left = [], most
    for piece in result.stream(min_chunk_size=PIECE_BYTES):
        left -= len(piece)
        if left < 0:
            raise UnreadableFile(
                tr("The server sends more of {name} than was asked for, or than can be read at once.").format(name=name)
            )
        pieces.append(bytes(piece))
    return b"".join(pieces)


def _version(meta: Any) -> str:
    if meta.get("e_tag"):
        return str(meta["e_tag"])
    modified = meta["last_modified"].timestamp()
    return f"{modified:.0f} {meta['size']}" if modified > 0 else ""


def _store(address: Address) -> Any:
    from obstore.store import GCSStore, HTTPStore, S3Store

    client = {
        "timeout": timedelta(seconds=ANSWER_SECONDS),
        "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
        "user_agent": "seisviewer",
    }
    wait = {"init_backoff": timedelta(seconds=0.2), "max_backoff": timedelta(seconds=2), "base": 2}
    retry = {"max_retries": TRIES, "retry_timeout": timedelta(seconds=TRY_SECONDS), "backoff": wait}
    if address.scheme in ("http", "https"):
        client["allow_http"] = address.is_open
        return HTTPStore.from_url(address.text, client_options=client, retry_config=retry)
    if address.scheme == "s3":
        # A server of one's own is named in the environment, with its scheme.
        client["allow_http"] = os.environ.get("AWS_ENDPOINT_URL", os.environ.get("AWS_ENDPOINT", "")).startswith(
            "http://"
        )
        unsigned = {} if any(map(os.environ.get, AWS_SIGNS)) else {"skip_signature": True}
        return S3Store.from_url(address.text, client_options=client, retry_config=retry, **unsigned)
    unsigned = {} if any(map(os.environ.get, GOOGLE_SIGNS)) else {"skip_signature": True}
    return GCSStore.from_url(address.text, client_options=client, retry_config=retry, **unsigned)


def _first_line(error: BaseException) -> str:
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return line if len(line) <= 160 else f"{line[:160]}…"
