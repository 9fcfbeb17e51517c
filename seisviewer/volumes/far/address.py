"""Addresses of surveys elsewhere: what they may be, and how they come through a shell and a dialog of files."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

SCHEMES = ("https", "http", "s3", "gs")
LONGEST = 2000
# A path of the system has one slash where an address has two.
_BEGINS = re.compile(rf"^({'|'.join(SCHEMES)}):/+(?=[^/])", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """text: such as `https://data.example.org/f3/f3.zarr`, without a slash at its end."""

    text: str

    @property
    def scheme(self) -> str:
        return self.text.split(":", 1)[0]

    @property
    def name(self) -> str:
        """The last part, as a file would be called."""
        return unquote(self.text.rsplit("/", 1)[1])

    @property
    def server(self) -> str:
        """The server or the bucket."""
        return self.text.split("/", 3)[2]

    @property
    def is_open(self) -> bool:
        """Whether what is read comes without encryption, so that others on the way may read and change it."""
        return self.scheme == "http"


def address_in(path: str | Path) -> str | None:
    """The address that a user wrote where a path is expected; None for a path."""
    text = str(path)
    match = _BEGINS.match(text)
    return f"{match[1].lower()}://{text[match.end() :]}" if match else None


def checked_address(text: str) -> Address:
    """Raises BadRequest for what is no address of a survey, or holds what must not be kept."""
    written = address_in(text.strip())
    if written is None:
        raise BadRequest(tr("“{text}” is no address: it begins with https://, s3:// or gs://.").format(text=text[:80]))
    if len(written) > LONGEST or any(ord(letter) < 33 or ord(letter) == 127 for letter in written):
        raise BadRequest(tr("An address holds no blanks, and no more than 2,000 letters: check it."))
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadRequest(
            tr("“{written}” is no address ({error}): check it.").format(written=written[:80], error=error)
        ) from error
    if "@" in parts.netloc:
        raise BadRequest(
            tr(
                "An address with a user or a password would be kept with the project: leave them out, "
                "and set what the server asks for in the environment."
            )
        )
    if parts.query or parts.fragment:
        raise BadRequest(
            tr("An address with “?” or “#” often holds a key, and would be kept with the project: leave that out.")
        )
    path = parts.path.rstrip("/")
    if not host or not path or ".." in path.split("/"):
        raise BadRequest(
            tr("“{written}” names no survey: give the whole address, such as https://server/folder/f3.zarr.").format(
                written=written[:80]
            )
        )
    if parts.scheme == "http" and not _is_near(host):
        raise BadRequest(
            tr(
                "http://{host} sends everything unencrypted through the internet, where it can be read "
                "and changed: use https:// (http:// is for servers on this computer and in the local "
                "network)."
            ).format(host=host)
        )
    del port
    return Address(f"{parts.scheme}://{parts.netloc}{path}")


def _is_near(host: str) -> bool:
    """Whether a host is this computer or one of the local network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".lan", ".internal"))
    return address.is_loopback or address.is_private
