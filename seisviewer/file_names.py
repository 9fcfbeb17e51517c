"""Names of files made from what others wrote: codes of stations, names of classes and of surveys."""

from __future__ import annotations

import hashlib
import re

LONGEST_BYTES = 160  # disks allow 255, and endings and marks are added
UNSAFE = re.compile(r"[^\w.+@=,#() -]")  # beside letters and digits of any script
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # by Windows
MARK = 8  # characters by which texts are told apart


def plain_name(text: str, longest: int = LONGEST_BYTES) -> str:
    """A text as the name of a file: never a path, hidden, reserved by a system, empty, or longer than so many bytes. Two
    texts may get the same name."""
    name = UNSAFE.sub("_", text).lstrip(". ")
    name = name.encode(errors="replace")[:longest].decode(errors="ignore").rstrip(". ") or "_"
    return f"_{name}" if RESERVED.fullmatch(name) else name


def safe_name(text: str, longest: int = LONGEST_BYTES) -> str:
    """As `plain_name`; a text that is no such name gets a mark of its own behind it, so that no two share a name."""
    name = plain_name(text, longest)
    if name == text:
        return name
    mark = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:MARK]
    return f"{plain_name(text, longest - MARK - 1)}-{mark}"
