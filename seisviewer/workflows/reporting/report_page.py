"""A report as one HTML page without links to anything: text is escaped as the tree is written, pictures lie in it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as Tree

STYLE = """
body { font-family: sans-serif; font-size: 10pt; color: #202020; background: #ffffff; max-width: 190mm; margin: 8mm auto; }
h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 8mm; }
table { border-collapse: collapse; margin: 2mm 0; }
th, td { border: 1px solid #b0b0b0; padding: 3px 8px; text-align: left; vertical-align: top; }
th { background: #ececec; } .number { text-align: right; }
tr, img { page-break-inside: avoid; } img { max-width: 100%; }
.caption { color: #505050; }
"""
PRINTED_WIDTH = 640  # px that a picture is wide; what prints takes no width from the style


@dataclass(frozen=True)
class Table:
    """rows: of as many texts as there are columns. numbers: places of columns that are flush right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """kind: "png" or "svg+xml"."""

    caption: str
    content: bytes = field(repr=False)
    kind: str = "png"


@dataclass(frozen=True)
class Part:
    """What stands under a heading, in this order."""

    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()


def page(title: str, parts: Sequence[Part]) -> str:
    """HTML, of which every text is escaped."""
    html = Tree.Element("html", lang="en")
    head = Tree.SubElement(html, "head")
    Tree.SubElement(head, "meta", charset="utf-8")
    Tree.SubElement(head, "title").text = _plain(title)
    Tree.SubElement(head, "style").text = STYLE
    body = Tree.SubElement(html, "body")
    Tree.SubElement(body, "h1").text = _plain(title)
    for part in parts:
        _add(body, part)
    return "<!DOCTYPE html>\n" + Tree.tostring(html, encoding="unicode", method="html") + "\n"


def _add(body: Tree.Element, part: Part) -> None:
    Tree.SubElement(body, "h2").text = _plain(part.title)
    for sentence in part.sentences:
        Tree.SubElement(body, "p").text = _plain(sentence)
    for table in part.tables:
        made = Tree.SubElement(body, "table", border="1", cellspacing="0", cellpadding="3")
        for tag, texts in (("th", table.columns), *(("td", row) for row in table.rows)):
            if not any(texts):
                continue
            row = Tree.SubElement(made, "tr")
            for place, text in enumerate(texts):
                said = {"class": "number", "align": "right"} if place in table.numbers else {}
                Tree.SubElement(row, tag, said).text = _plain(text)
    for figure in part.figures:
        source = f"data:image/{figure.kind};base64,{base64.b64encode(figure.content).decode('ascii')}"
        paragraph = Tree.SubElement(body, "p")
        Tree.SubElement(paragraph, "img", src=source, width=str(PRINTED_WIDTH), alt=_plain(figure.caption))
        Tree.SubElement(body, "p", {"class": "caption"}).text = _plain(figure.caption)


def _plain(text: str) -> str:
    """Without what may not stand in a page; names come from strangers."""
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
