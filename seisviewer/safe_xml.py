"""XML that others wrote: read without entities, and without opening any other file."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from seisviewer.translation import tr

MARKS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")  # with which a text of XML begins


def check_xml(content: bytes) -> None:
    """Raise ValueError where an XML text declares a document type: its entities could name other files or grow without
    end, and no format that is read here needs one. Text that is no XML passes: whoever reads it says so."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        if b"<!DOCTYPE" in content[:100_000] or b"<!ENTITY" in content[:100_000]:
            raise ValueError(tr("it declares a document type of its own")) from None
        return
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(tr("it declares a document type of its own"))


def check_xml_file(path: Path) -> None:
    """`check_xml` for a file that may be of any other kind; raises OSError too."""
    with path.open("rb") as file:
        if not file.read(1024).lstrip().startswith(MARKS):
            return
        file.seek(0)
        check_xml(file.read())
