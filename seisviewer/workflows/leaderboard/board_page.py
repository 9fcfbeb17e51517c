"""The leaderboard as one HTML page that stands alone, with pictures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime

from seisviewer import __version__
from seisviewer.picks.pick import PHASES
from seisviewer.picks.pick_scores import snr_bins
from seisviewer.picks.score_words import milliseconds
from seisviewer.pictures.picture_files import Drawing, figure_bytes
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.pictures.score_pictures import ScoreLine, f1_figure, residual_figure, snr_figure
from seisviewer.translation import tr
from seisviewer.workflows.leaderboard.comparison import TOLERANCES, USUAL, Board, Standing, mean_f1
from seisviewer.workflows.leaderboard.entries import ScoredSet
from seisviewer.workflows.reporting.report_page import Figure, Part, Table, page

STYLE = PictureStyle(font_points=9.0)
SMALL, LARGE = TOLERANCES
TRAINED = " *"
DASH = "–"
RULES = (
    tr(
        "A pick is right when an arrival of its phase lies within the tolerance in the same "
        "window; each has one partner at most, the nearest first, and every other pick is false. "
        "The figures are those of “seisviewer score”."
    ),
    tr(
        "The threshold of each model is the one with the best F1 within {small:g} s on windows "
        "of the same data set that are not scored: a fifth of the stations where there are "
        "several, else a fifth of the windows."
    ).format(small=SMALL),
    tr("{trained} The model was trained on this data set (on other windows of it, as far as is known).").format(
        trained=TRAINED.strip()
    ),
)


def board_page(board: Board) -> str:
    """HTML. The models of each table stand in the order of their mean F1 of P and S within the smaller tolerance."""
    parts = [_summary(board)]
    for data in board.sets:
        parts.append(_noise(board, data) if data.is_noise else _labelled(board, data))
    parts += [_models(board), _made(board)]
    return page(tr("Leaderboard of pickers"), parts)


def shown_name(standing: Standing) -> str:
    return standing.entry.name + (TRAINED if standing.entry.learned_from(standing.data.name) else "")


def _summary(board: Board) -> Part:
    """A line for each model: F1 on every labelled set, false picks, speed."""
    labelled = [data for data in board.sets if not data.is_noise]
    noise = [data for data in board.sets if data.is_noise]
    found = {(standing.entry.name, standing.data.name): standing for standing in board.standings}
    names = list(dict.fromkeys(standing.entry.name for standing in board.standings))

    def mean(name: str) -> float:
        values = [mean_f1(found[name, data.name], SMALL) for data in labelled if (name, data.name) in found]
        return sum(values) / len(values) if values else 0.0

    columns = [tr("Model")]
    columns += [f"{data.name}: {phase}" for data in labelled for phase in PHASES]
    columns += [tr("{data_name}: false P, S an hour").format(data_name=data.name) for data in noise] + [
        tr("Hours of records a second")
    ]
    rows = []
    for name in sorted(names, key=lambda each: -mean(each)):
        cells = [name]
        for data in labelled:
            standing = found.get((name, data.name))
            mark = TRAINED if standing is not None and standing.entry.learned_from(data.name) else ""
            cells += [_f1(standing, phase) + mark for phase in PHASES]
        for data in noise:
            standing = found.get((name, data.name))
            cells.append(_false(standing, {}) if standing else DASH)
        mine = [standing for standing in board.standings if standing.entry.name == name]
        seconds = sum(standing.seconds for standing in mine)
        cells.append(f"{sum(standing.hours for standing in mine) / seconds:.2g}" if seconds else DASH)
        rows.append(tuple(cells))
    table = Table(tuple(columns), tuple(rows), frozenset(range(1, len(columns))))
    said = tr("F1 within {small:g} s. False picks on noise are those from probability {usual:g} up.").format(
        small=SMALL, usual=USUAL
    )
    return Part(
        tr("All models"),
        (said, *RULES, *(tr("Left out: {each}").format(each=each) for each in board.left_out)),
        (table,),
    )


def _f1(standing: Standing | None, phase: str) -> str:
    return number(standing.scores[SMALL][phase].total.f1) if standing is not None else DASH


def _labelled(board: Board, data: ScoredSet) -> Part:
    standings = board.of(data.name)
    bins = [
        each
        for each in snr_bins()
        if any(each in found.snr for standing in standings for found in standing.scores[SMALL].values())
    ]
    counts = {
        phase: {each: counted.truth for each, counted in standings[0].scores[SMALL][phase].snr.items()}
        for phase in PHASES
    }
    lines = [_line(standing, bins) for standing in standings]
    figures = (
        _picture(
            tr("F1 of P and S within {small:g} s and {large:g} s").format(small=SMALL, large=LARGE),
            lambda: f1_figure(lines, TOLERANCES),
        ),
        _picture(
            tr("Residuals of what matched within {large:g} s: mean and standard deviation").format(large=LARGE),
            lambda: residual_figure(lines),
        ),
        _picture(
            tr("F1 within {small:g} s by signal-to-noise ratio of the window (in brackets: arrivals)").format(
                small=SMALL
            ),
            lambda: snr_figure(lines, bins, counts),
        ),
    )
    part = tr("its split {split}").format(split=data.split) if data.split else tr("the windows that chose no threshold")
    arrivals = {phase: standings[0].scores[SMALL][phase].total.truth for phase in PHASES}
    said = tr("{count} windows ({part}) with {p} P and {s} S are scored; {count2} others chose the thresholds.").format(
        count=len(data.scored), part=part, p=arrivals["P"], s=arrivals["S"], count2=len(data.choosing)
    )
    return Part(data.name, (said,), tuple(_table(standings, tolerance) for tolerance in TOLERANCES), figures)


def _table(standings: tuple[Standing, ...], tolerance: float) -> Table:
    columns = (
        tr("Within {tolerance:g} s").format(tolerance=tolerance), tr("Phase", "seismology"), tr("Threshold"), tr("Picks"), tr("Precision"), tr("Recall"), "F1", tr("Mean, ms"), tr("s.d., ms"),
    )  # fmt: skip
    rows = []
    for standing in standings:
        for phase in PHASES:
            said = standing.scores[tolerance][phase].total.to_json()
            rows.append((
                shown_name(standing), phase, f"{standing.thresholds[phase]:.2f}", str(said["picks"]),
                *(number(said[name]) for name in ("precision", "recall", "f1")),
                milliseconds(said["residual_mean"], "+"), milliseconds(said["residual_std"], ""),
            ))  # fmt: skip
    return Table(columns, tuple(rows), frozenset(range(2, len(columns))))


def _noise(board: Board, data: ScoredSet) -> Part:
    """False picks an hour at the usual threshold and at those that the labelled sets chose."""
    labelled = [each for each in board.sets if not each.is_noise]
    chosen = {(each.entry.name, each.data.name): each.thresholds for each in board.standings}
    columns = (
        tr("Model"),
        tr("at {usual:g}").format(usual=USUAL),
        *(tr("as for {each_name}").format(each_name=each.name) for each in labelled),
    )
    here = sorted(
        (each for each in board.standings if each.data.name == data.name),
        key=lambda each: sum(each.false_an_hour(phase, USUAL) for phase in PHASES),
    )
    rows = tuple(
        (
            standing.entry.name,
            _false(standing, {}),
            *(_false(standing, chosen.get((standing.entry.name, each.name), {})) for each in labelled),
        )
        for standing in here
    )
    said = tr(
        "Nothing arrives in {count} windows, {hours:.2f} hours: P and S picks an hour, all of them false."
    ).format(count=len(data.scored), hours=data.hours)
    return Part(
        tr("Noise: {data_name}").format(data_name=data.name),
        (said,),
        (Table(columns, rows, frozenset(range(1, len(columns)))),),
    )


def _false(standing: Standing, thresholds: Mapping[str, float]) -> str:
    return ", ".join(f"{standing.false_an_hour(phase, thresholds.get(phase, USUAL)):.1f}" for phase in PHASES)


def _models(board: Board) -> Part:
    entries = {standing.entry.name: standing.entry for standing in board.standings}
    rows = tuple((name, ", ".join(entry.trained_on) or tr("not known")) for name, entry in entries.items())
    said = tr(
        "Weights trained on a larger collection may have seen the events of a data set that is "
        "drawn from it, under another name: DiTing, for one, is of the Chinese networks from "
        "2013 to 2020."
    )
    return Part(tr("What the models were trained on"), (said,), (Table((tr("Model"), tr("Trained on")), rows),))


def _made(board: Board) -> Part:
    cut = tr("Windows longer than {window} samples were cut to them at a random place with P inside").format(
        window=board.settings.window
    )
    whole = tr("Windows were taken whole")
    sentences = (
        tr("{cut} (seed {seed}).").format(cut=cut if board.settings.window else whole, seed=board.settings.seed),
        tr("Speed is that of picking, without loading the network: {processor}.").format(processor=board.processor),
        tr("Made by seisviewer {version} on {now:%Y-%m-%d %H:%M} UTC.").format(
            version=__version__, now=datetime.now(UTC)
        ),
    )
    return Part(tr("How it was made"), sentences)


def _line(standing: Standing, bins: list[str]) -> ScoreLine:
    small, large = standing.scores[SMALL], standing.scores[LARGE]
    residuals = {phase: large[phase].total.to_json() for phase in PHASES}
    return ScoreLine(
        shown_name(standing),
        {phase: (small[phase].total.f1, large[phase].total.f1) for phase in PHASES},
        {phase: (said["residual_mean"], said["residual_std"]) for phase, said in residuals.items()},
        {phase: {each: small[phase].snr[each].f1 for each in bins if each in small[phase].snr} for phase in PHASES},
    )


def _picture(caption: str, draw: Drawing) -> Figure:
    return Figure(caption, figure_bytes(draw, STYLE, "svg"), "svg+xml")


def number(value: float) -> str:
    return DASH if math.isnan(value) else f"{value:.3f}"
