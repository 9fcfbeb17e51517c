"""`seisviewer compare-catalogues`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import check_place
from seisviewer.cli.pictured_traces import utc_seconds
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.catalogue.catalogue_comparison import Comparison


def register(app: typer.Typer) -> None:
    app.command("compare-catalogues")(compare_catalogues)


def compare_catalogues(
    known: Annotated[Path, typer.Argument(help="The known catalogue: QuakeML or CSV.")],
    own: Annotated[Path, typer.Argument(help="The catalogue that is compared with it.")],
    seconds: Annotated[float, typer.Option(help="Between origin times of one event.", min=0.01, max=3600)] = 3.0,
    km: Annotated[float, typer.Option(help="Between epicentres of one event.", min=0.1, max=20000)] = 25.0,
    start: Annotated[
        str, typer.Option(help="UTC, such as 2019-07-04T17:00:00.", show_default="first known event")
    ] = "",
    end: Annotated[str, typer.Option(help="UTC.", show_default="last known event")] = "",
    out: Annotated[
        Path | None, typer.Option(help="CSV to write: a line for each matched, missed and new event.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare a catalogue with a known one: events that both have, missed and new ones, differences of place and magnitude.

    By chance: how many would be matched if the known events came at other times (their times are shifted, 50 times over).
    """
    from seisviewer.catalogue.catalogue_comparison import Tolerance
    from seisviewer.workflows.catalogue.catalogue_comparing import (
        by_magnitude,
        compare_files,
        differences,
        write_comparison,
    )

    if out is not None:
        check_place(out)
        if out.suffix.lower() != ".csv":
            raise BadRequest(tr("{out_name} must end in .csv.").format(out_name=out.name))
    first, last = (utc_seconds(text) if text else None for text in (start, end))
    found = run_work(compare_files(known, own, Tolerance(seconds, km), first, last))
    if out is not None:
        write_comparison(out, found)
    recall = by_magnitude(found)
    if as_json:
        say_json({
            "matched": len(found.matched), "missed": len(found.missed), "new": len(found.new), "by_chance": found.by_chance,
            "by_magnitude": [dict(zip(("least", "matched", "known", "by_chance"), row, strict=True)) for row in recall],
            "differences": differences(found), "out": out,
        })  # fmt: skip
        return
    typer.echo(_tables(found, recall, differences(found)))
    if out is not None:
        output().print(tr("Every event is in {out}.").format(out=out))


def _tables(
    found: Comparison, recall: list[tuple[float | None, int, int, float]], differ: dict[str, dict[str, float]]
) -> str:
    rows = [
        (tr("all") if least is None else f"M ≥ {least:g}", str(hits), str(count), f"{hits / count:.2f}" if count else "–",
         f"{chance:.1f}")
        for least, hits, count, chance in recall
    ]  # fmt: skip
    tables = [
        table_text(
            tr("Known events that were found"), ("", tr("matched"), tr("known"), tr("share"), tr("by chance")), rows
        ),
        tr("Missed of the known events: {count:,}. New: {count2:,}.").format(
            count=len(found.missed), count2=len(found.new)
        ),
    ]
    names = {
        "km": tr("km between epicentres"),
        "seconds": tr("s later"),
        "deeper_km": tr("km deeper"),
        "larger": tr("magnitude larger"),
    }
    rows = [
        (names[name], *(_number(values, key) for key in ("events", "median", "90 %", "mean", "deviation")))
        for name, values in differ.items()
    ]
    if rows:
        columns = ("", "events", "median", "90 %", "mean", "deviation")
        tables.append(table_text(tr("Matched events, ours less the known"), columns, rows))
    return "\n\n".join(tables)


def _number(values: dict[str, float], key: str) -> str:
    if key not in values:
        return ""
    return f"{values[key]:d}" if key == "events" else f"{values[key]:.2f}".replace("-", "−")
