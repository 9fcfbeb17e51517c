"""How well pickers do on windows that they have not seen: the figures of teaching, and the effect of each augmentation.

    python tests/benchmarks/picker_scores.py OUT.jsonl --figure 2 [--row NAME …] [--seed 0 1 2] [--epochs 100]
    python tests/benchmarks/picker_scores.py OUT.jsonl --figure 3 [--row NAME …] [--seed 0 1 2]
    python tests/benchmarks/picker_scores.py OUT.jsonl --table

Every finished configuration is one line of JSON appended to OUT.jsonl; those that are there are not run again. --list shows
the rows of a figure. The data lie below SEISVIEWER_DATA; weights below SEISBENCH_CACHE_ROOT.

Scored on the dev stations of quake/tlpn, on windows of 3001 samples cut at a random offset (seed 0, the same for all),
at the threshold 0.3 and at the one with the best F1 (0.1 s) on the validation stations, P and S apart.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from seisviewer.datasets.phase_datasets import open_dataset
from seisviewer.datasets.phase_window import PhaseWindow
from seisviewer.learning.phases.phase_answers import peaks
from seisviewer.learning.phases.phase_network import curves_of, start_model
from seisviewer.learning.phases.phase_validation import validation_stations
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.learning.phases.waveform_augmentation import REGISTRY, PhaseSample
from seisviewer.networks.device import DeviceChoice, choose_device
from seisviewer.picks.pick import PHASES, Origin, Pick, Review
from seisviewer.picks.pick_scores import Counts, score
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.picker_teaching import teach
from seisviewer.workflows.traces.picking import cut_at_random
from seisviewer.workflows.traces.teaching_windows import Material, gather

WINDOW = 3001
CUT_SEED = 0
FIXED_THRESHOLD = 0.3
TOLERANCES = (0.1, 0.5)
CUTS_TO_CHOOSE_BY = 5  # of each validation window
HALF, ALL = 79, 158
TUNING = (
    "shift",
    "superposition",
    "noise",
    "false positives",
    "semi-synthetic",
    "snr resampling",
    "flip",
    "channel dropout",
)
ORIGINAL = "phasenet:original"
SHOWN = ("precision", "recall", "f1", "mean_ms", "std_ms")


@dataclass(frozen=True)
class Row:
    """One line of a figure. settings None: the picker as it comes."""

    name: str
    settings: PickerSettings | None
    labelled: int = ALL
    with_records: bool = False


def figure_2() -> list[Row]:
    tuned = PickerSettings(start=ORIGINAL)
    return [
        Row("original", None),
        Row("79, without augmentation", replace(tuned, augmentations=()), HALF),
        Row("79, shift", replace(tuned, augmentations=("shift",)), HALF),
        Row("79, augmentation", replace(tuned, augmentations=TUNING), HALF),
        Row("158, without augmentation", replace(tuned, augmentations=()), ALL),
        Row("158, shift", replace(tuned, augmentations=("shift",)), ALL),
        Row("158, augmentation", replace(tuned, augmentations=TUNING), ALL),
        Row("79, st++, shift", replace(tuned, schedule="st++", augmentations=("shift",)), HALF, True),
        Row("79, st++", replace(tuned, schedule="st++", augmentations=TUNING), HALF, True),
    ]


def figure_3() -> list[Row]:
    """From scratch as the published baseline. Windows come out right only with the shift, so it is in every other row too:
    each augmentation is seen by itself and together with the shift."""
    scratch = PickerSettings(start="")
    others = [name for name in REGISTRY if name != "shift"]
    return [
        Row("none", replace(scratch, augmentations=())),
        Row("shift", replace(scratch, augmentations=("shift",))),
        *(Row(name, replace(scratch, augmentations=(name,))) for name in others),
        *(Row(f"shift + {name}", replace(scratch, augmentations=("shift", name))) for name in others),
        Row("all", replace(scratch, augmentations=tuple(REGISTRY))),
    ]


FIGURES = {2: figure_2, 3: figure_3}


class Bench:
    """The data, read once, and the cuts that everything is scored on."""

    def __init__(self, root: Path, device: DeviceChoice, cuts: int) -> None:
        self.root = root
        self.device = device
        dev = open_dataset(root / "tlpn", "dev").windows
        self.dev = cuts_of(dev, cuts, CUT_SEED)

    def material(self, row: Row, seed: int) -> Material:
        tlpn = self.root / "tlpn"
        free = [tlpn, self.root / "continuous"] if row.with_records else []
        count = row.labelled if row.labelled != ALL else 0
        return drive(gather([tlpn], free, [self.root / "noise"], WINDOW, split="train", count=count, seed=seed))

    def line(self, row: Row, seed: int, models: Path) -> dict[str, Any]:
        """Teach, choose thresholds on the validation stations, score on the dev stations."""
        began = time.monotonic()
        material = self.material(row, seed)
        settings = replace(row.settings, seed=seed) if row.settings else PickerSettings(seed=seed)
        if row.settings is None:
            start, notes = ORIGINAL, []
        else:
            notes: list[str] = []
            out = models / f"{row.name.replace(' ', '_').replace(',', '')}_{seed}"
            work = teach(material, settings, out)
            taught = drive(work, lambda event: notes.append(event.text) if isinstance(event, Notice) else None)
            start = str(taught.path)
        seconds = time.monotonic() - began
        model = start_model(start, 0).to(self.device.device).eval()
        stations = validation_stations(material.labelled, settings.validation_share, seed)
        aside = [window for window in material.labelled if window.station.code in stations]
        chosen = best_thresholds(self.curves(model, cuts_of(aside, CUTS_TO_CHOOSE_BY, CUT_SEED + 1000)))
        curves = self.curves(model, self.dev)
        return {
            "fixed": scores(curves, dict.fromkeys(PHASES, FIXED_THRESHOLD)),
            "chosen": scores(curves, chosen),
            "thresholds": chosen,
            "seconds": round(seconds, 1),
            "notes": notes,
        }

    def curves(self, model: Any, cuts: Sequence[PhaseSample]) -> list[tuple[PhaseSample, np.ndarray]]:
        return [(cut, curves_of(model, cut.array, self.device)) for cut in cuts]


def cuts_of(windows: Sequence[PhaseWindow], times: int, seed: int) -> list[PhaseSample]:
    """Each window cut `times` times at random, as `seisviewer pick DATASET --window 3001 --seed …` cuts it."""
    return [
        replace(cut_at_random(window, WINDOW, seed + time).sample(), name=f"{window.station.code} {number} {time}")
        for time in range(times)
        for number, window in enumerate(windows)
    ]


def picks_of(
    curves: Sequence[tuple[PhaseSample, np.ndarray]], thresholds: Mapping[str, float]
) -> tuple[list[Pick], list[Pick]]:
    """(picks, arrivals) of all cuts, times in seconds from the start of each."""
    found, there = [], []
    for cut, curve in curves:
        station = station_of(cut)
        for phase, values in zip(PHASES, curve, strict=True):
            for at, chance in peaks(values, thresholds[phase]):
                found.append(
                    Pick(station, phase, at / cut.rate, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
                         probability=chance, trace_name=cut.name)
                )  # fmt: skip
        there += [Pick(station, phase, at / cut.rate, trace_name=cut.name) for phase, at in cut.targets]
    return found, there


def station_of(cut: PhaseSample) -> StationId:
    network, station = cut.name.split(" ")[0].split(".")
    return StationId(network, station, "", "")


def scores(curves: Sequence[tuple[PhaseSample, np.ndarray]], thresholds: Mapping[str, float]) -> dict[str, Any]:
    """By tolerance and phase."""
    found, there = picks_of(curves, thresholds)
    answer: dict[str, Any] = {}
    for tolerance in TOLERANCES:
        by_phase = score(found, there, tolerance, thresholds=thresholds)
        answer[str(tolerance)] = {phase: figures(by_phase[phase].total) for phase in PHASES}
    return answer


def figures(counts: Counts) -> dict[str, float]:
    """What the table shows of one phase; residuals in milliseconds, NaN without a match."""
    residuals = 1000 * counts.residuals if counts.matched else np.array([np.nan])
    return {
        "truth": counts.truth,
        "picks": counts.picks,
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "mean_ms": float(residuals.mean()),
        "std_ms": float(residuals.std()),
    }


def best_thresholds(curves: Sequence[tuple[PhaseSample, np.ndarray]]) -> dict[str, float]:
    """The threshold of each phase with the best F1 at 0.1 s."""
    best = {}
    for phase in PHASES:
        judged = []
        for threshold in np.arange(0.1, 0.91, 0.05):
            thresholds = dict.fromkeys(PHASES, float(threshold))
            found, there = picks_of(curves, thresholds)
            judged.append((score(found, there, TOLERANCES[0], thresholds=thresholds)[phase].total.f1, threshold))
        best[phase] = round(float(max(judged, key=lambda pair: pair[0])[1]), 2)
    return best


def lines_in(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()] if path.exists() else []


def table(lines: Sequence[dict[str, Any]]) -> str:
    """Markdown, means over the seeds."""
    text = ["| row | seeds | at | " + " | ".join(f"{phase} prec/rec/F1 (mean±std ms)" for phase in PHASES) + " |"]
    text.append("|---" * (3 + len(PHASES)) + "|")
    for key in dict.fromkeys((line["figure"], line["row"], line["epochs"], line["cuts"]) for line in lines):
        mine = [line for line in lines if (line["figure"], line["row"], line["epochs"], line["cuts"]) == key]
        for kind in ("fixed", "chosen"):
            for tolerance in map(str, TOLERANCES):
                cells = []
                for phase in PHASES:
                    mean = {name: mean_of(line[kind][tolerance][phase][name] for line in mine) for name in SHOWN}
                    cells.append(
                        f"{mean['precision']:.3f}/{mean['recall']:.3f}/**{mean['f1']:.3f}** "
                        f"({mean['mean_ms']:+.0f}±{mean['std_ms']:.0f})"
                    )
                text.append(f"| {key[1]} | {len(mine)} | {kind}, {tolerance} s | " + " | ".join(cells) + " |")
    return "\n".join(text)


def mean_of(values: Iterable[float]) -> float:
    """Mean of the numbers that are known."""
    known = [value for value in values if not math.isnan(value)]
    return float(np.mean(known)) if known else math.nan


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--figure", type=int, choices=FIGURES, default=2)
    parser.add_argument("--row", nargs="*", default=[])
    parser.add_argument("--seed", type=int, nargs="*", default=[0])
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--cuts", type=int, default=1, help="of each dev window; more than one are not independent")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    rows = FIGURES[options.figure]()
    if options.list or options.table:
        print("\n".join(row.name for row in rows) if options.list else table(lines_in(options.out)))
        return
    unknown = set(options.row) - {row.name for row in rows}
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    if options.threads:
        torch.set_num_threads(options.threads)
    bench = Bench(Path(os.environ["SEISVIEWER_DATA"]) / "quake", choose_device(), options.cuts)
    for seed in options.seed:
        for row in rows:
            key = {"figure": options.figure, "row": row.name, "seed": seed, "epochs": options.epochs}
            key |= {"cuts": options.cuts}
            is_done = any(key.items() <= line.items() for line in lines_in(options.out))
            if is_done or (options.row and row.name not in options.row):
                continue
            row = replace(row, settings=replace(row.settings, epochs=options.epochs)) if row.settings else row
            line = key | bench.line(row, seed, options.out.with_suffix(".models"))
            with options.out.open("a") as file:
                file.write(json.dumps(line) + "\n")
            print(table([line]), f"{line['seconds']} s", sep="\n", flush=True)


if __name__ == "__main__":
    main()
