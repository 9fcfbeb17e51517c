"""`seisviewer headers`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.plain_table import table_text
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.volumes.segy.header_table.header_file import HeaderFile
    from seisviewer.volumes.segy.header_table.header_words import HeaderWord

FIRST = "1:10"
MOST_SHOWN = 100_000  # traces, of which the rest goes into a file


def register(app: typer.Typer) -> None:
    app.command()(headers)


def headers(
    file: Annotated[Path, typer.Argument(help="A SEG-Y file; its traces need not make a survey.")],
    traces: Annotated[str, typer.Option(help="First and last trace in the order of the file, from 1.")] = FIRST,
    words: Annotated[
        str,
        typer.Option(
            help="First bytes or names, such as 9,21,inline; those that vary in these traces when not given.",
            metavar="LIST",
        ),
    ] = "",
    find: Annotated[
        str, typer.Option(help="Begin at the first trace with this number, such as 193=575.", metavar="WORD=NUMBER")
    ] = "",
    summary: Annotated[
        bool, typer.Option("--summary", help="Smallest and largest number of every word, of all traces.")
    ] = False,
    sample_format: Annotated[
        str | None, typer.Option("--format", help="Format of the samples, where the file does not say it.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write the table of traces as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show text header, binary header and trace headers of a SEG-Y file, with names and byte positions.

    Only the traces that are shown are read, so that the size of the file does not matter; --summary and --find read all.
    """
    from seisviewer.volumes.segy.header_table.header_file import HeaderFile
    from seisviewer.volumes.segy.segy_format import read_layout

    if not file.is_file():
        raise BadRequest(tr("There is no file {file}.").format(file=file))
    layout = read_layout(file, sample_format)
    with closing(HeaderFile(file, layout)) as opened:
        start, stop = trace_span(traces, opened.traces)
        if find:
            found = found_trace(opened, find, start)
            start, stop = found, min(found + stop - start, opened.traces)
        if summary:
            say_summary(opened, as_json)
            return
        chosen = chosen_words(opened, words, start, stop)
        if as_csv:
            write_csv(opened, chosen, start, stop)
        elif as_json:
            say_json(as_values(opened, chosen, start, stop))
        else:
            show(opened, chosen, start, stop)


def trace_span(text: str, count: int) -> tuple[int, int]:
    """Read `1:10` as indices from 0, the last one excluded; raises BadRequest."""
    try:
        first, last = (int(part) for part in text.split(":"))
    except ValueError:
        raise BadRequest(
            tr("“{text}” is no range: write the first and the last trace, such as 1:10.").format(text=text)
        ) from None
    if not 1 <= first <= last:
        raise BadRequest(tr("“{text}” is no range of traces: they are counted from 1.").format(text=text))
    if first > count:
        raise BadRequest(tr("There is no trace {first:,}: the file has {count:,}.").format(first=first, count=count))
    if last - first >= MOST_SHOWN:
        raise BadRequest(
            tr("That are more than {most_shown:,} traces: ask for them in several goes.").format(most_shown=MOST_SHOWN)
        )
    return first - 1, min(last, count)


def found_trace(opened: HeaderFile, text: str, start: int) -> int:
    name, _, number = text.partition("=")
    (word,) = words_named(name)
    try:
        wanted = float(number)
    except ValueError:
        raise BadRequest(
            tr("“{text}” is no search: write the word and its number, such as 193=575.").format(text=text)
        ) from None
    found = run_work(opened.find(word, wanted, start - 1))
    if found is None:
        raise BadRequest(
            tr("No trace from {start:,} on has {number} in bytes {bytes} ({word_name}).").format(
                start=start + 1, number=number, bytes=word.bytes, word_name=word.name
            )
        )
    return found


def words_named(text: str) -> tuple[HeaderWord, ...]:
    """Read `9,21,inline`; raises BadRequest."""
    from seisviewer.volumes.segy.header_table.header_words import TRACE_WORDS, word_named

    found = []
    for part in text.split(","):
        word = word_named(part)
        if word is None:
            near = [each.title for each in TRACE_WORDS if part.strip() and part.strip().lower() in each.name.lower()]
            hint = (
                tr("; there is {listed}").format(listed=", ".join(near[:6]))
                if near
                else tr("; give its first byte, such as 189")
            )
            raise BadRequest(tr("“{part}” names no word of a trace header{hint}.").format(part=part.strip(), hint=hint))
        found.append(word)
    return tuple(found)


def chosen_words(opened: HeaderFile, text: str, start: int, stop: int) -> tuple[HeaderWord, ...]:
    from seisviewer.volumes.segy.header_table.header_words import TRACE_WORDS

    if text:
        return words_named(text)
    values = opened.values(TRACE_WORDS, start, stop)
    varied = (values != values[:1]).any(axis=0) if stop - start > 1 else (values != 0).any(axis=0)
    return tuple(word for word, shown in zip(TRACE_WORDS, varied, strict=True) if shown) or TRACE_WORDS[:1]


def show(opened: HeaderFile, words: Sequence[HeaderWord], start: int, stop: int) -> None:
    from seisviewer.volumes.segy.header_table.header_file import shown_number
    from seisviewer.volumes.segy.header_table.header_words import meaning

    console = output()
    for text in opened.texts():
        console.print(f"{text.title} ({text.encoding})", *text.lines, "", sep="\n")
    rows = [
        (word.bytes, word.name, shown_number(value), meaning(word.byte, value))
        for word, value in opened.binary()
        if value
    ]
    console.print(
        table_text(
            tr("Binary header (words that are 0 are left out)"),
            (tr("bytes"), tr("name"), tr("number"), ""),
            rows,
            texts=2,
        )
    )
    values = opened.values(words, start, stop)
    title = tr("\nTrace headers {start:,}–{stop:,} of {traces:,}").format(
        start=start + 1, stop=stop, traces=opened.traces
    )
    names = ("trace", *(word.bytes for word in words))
    cells = [(str(start + row + 1), *map(shown_number, line)) for row, line in enumerate(values.tolist())]
    console.print(table_text(title, names, cells, texts=0))
    console.print(table_text("", (tr("bytes"), tr("name")), [(word.bytes, word.name) for word in words], texts=2))


def as_values(opened: HeaderFile, words: Sequence[HeaderWord], start: int, stop: int) -> dict[str, object]:
    values = opened.values(words, start, stop).tolist()
    return {
        "texts": [{"title": each.title, "encoding": each.encoding, "lines": each.lines} for each in opened.texts()],
        "binary": [{"byte": word.byte, "name": word.name, "value": value} for word, value in opened.binary()],
        "traces_in_file": opened.traces,
        "words": [{"byte": word.byte, "name": word.name} for word in words],
        "traces": [{"trace": start + row + 1, "values": line} for row, line in enumerate(values)],
    }


def write_csv(opened: HeaderFile, words: Sequence[HeaderWord], start: int, stop: int) -> None:
    from seisviewer.volumes.segy.header_table.header_file import shown_number

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["trace", *(word.title for word in words)])
    for row, line in enumerate(opened.values(words, start, stop).tolist()):
        writer.writerow([start + row + 1, *map(shown_number, line)])


def say_summary(opened: HeaderFile, as_json: bool) -> None:
    from seisviewer.volumes.segy.header_table.header_file import shown_number

    found = run_work(opened.summaries())
    if as_json:
        say_json(
            [
                {"byte": each.word.byte, "name": each.word.name, "smallest": each.smallest, "largest": each.largest}
                for each in found
            ]
        )
        return
    rows = [
        (each.word.bytes, each.word.name, shown_number(each.smallest), shown_number(each.largest))
        for each in found
        if each.varies or each.smallest
    ]
    title = tr("Of {traces:,} traces (words that are 0 in all are left out)").format(traces=opened.traces)
    output().print(table_text(title, (tr("bytes"), tr("name"), tr("smallest"), tr("largest")), rows, texts=2))
