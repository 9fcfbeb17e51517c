"""A layer model as a file: arrays and a little JSON, no code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.array_archive import ArrayArchive
from seisviewer.atomic_files import replacing
from seisviewer.bounded_reading import json_from
from seisviewer.errors import ModelError, ProjectError
from seisviewer.structure.bodies.body_path import BodyPath
from seisviewer.structure.bodies.main_horizon import MainHorizon
from seisviewer.structure.bodies.path_check import BodyEvidence, PathCheck
from seisviewer.structure.bodies.stroke_forest import EARLIER, SEEN, StrokeSamples
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.structure.faults import POINTS, FaultPlane, Faults
from seisviewer.structure.layer_confidence import Boundary
from seisviewer.structure.layer_model import HeldOut, LayerModel, SolvedLine
from seisviewer.translation import tr


def save_layers(path: Path, model: LayerModel) -> None:
    """Write a layer model in one step; raises ProjectError."""
    arrays: dict[str, np.ndarray] = {"order": np.array(model.order), "places": model.places}
    for number, boundary in enumerate(model.boundaries):
        arrays[f"alternatives_{number}"] = boundary.alternatives
        arrays[f"probabilities_{number}"] = boundary.probabilities
        arrays[f"deviation_{number}"] = boundary.deviation
    for number, line in enumerate(model.lines):
        arrays[f"nodes_{number}"] = line.nodes
    about = {
        "samples": model.samples,
        "lines": [[line.name, line.first, line.count] for line in model.lines],
        "inside": {str(number): share for number, share in model.held_out.inside.items()},
        "widening": model.held_out.widening,
        "faults": len(model.faults.planes),
        "doubted": [asdict(stroke) for stroke in model.doubted],
    }
    for number, plane in enumerate(model.faults.planes):
        arrays |= {f"fault_{number}_{part.name}": np.asarray(getattr(plane, part.name)) for part in fields(FaultPlane)}
    if model.bodies is not None:
        arrays |= _body_arrays(model.bodies)
        about["bodies"] = _about_bodies(model.bodies, model.evidence)
    arrays["about"] = np.array(json.dumps(about))
    with replacing(path, ProjectError) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load_layers(path: Path) -> LayerModel:
    """Read a layer model; raises ModelError for what is none."""
    try:
        with ArrayArchive(path) as stored:
            stored.require_memory()
            about = json_from(str(stored["about"]))
            order = tuple(int(number) for number in stored["order"])
            boundaries = tuple(
                Boundary(
                    stored[f"alternatives_{number}"], stored[f"probabilities_{number}"], stored[f"deviation_{number}"]
                )
                for number in range(len(order) - 1)
            )
            lines = tuple(
                SolvedLine(str(name), int(first), stored[f"nodes_{number}"], int(count))
                for number, (name, first, count) in enumerate(about["lines"])
            )
            held_out = HeldOut({int(key): float(share) for key, share in about["inside"].items()}, about["widening"])
            doubted = tuple(
                DoubtedStroke(**stroke | {"classes": tuple(stroke["classes"])}) for stroke in about.get("doubted", ())
            )
            samples = int(about["samples"])
            faults = Faults(tuple(_fault(stored, number) for number in range(int(about.get("faults", 0)))))
            model = LayerModel(order, boundaries, stored["places"], samples, lines, held_out, doubted, faults=faults)
            return _with_bodies(model, about["bodies"], stored) if "bodies" in about else model
    except (OSError, LookupError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ModelError(
            tr("{path} is damaged or no layer model ({error}): train again with --method layers.").format(
                path=path, error=error
            )
        ) from error


def _fault(stored: Mapping[str, np.ndarray], number: int) -> FaultPlane:
    parts = {part.name: stored[f"fault_{number}_{part.name}"] for part in fields(FaultPlane)}
    sticks = len(parts["indices"])
    if parts["traces"].shape != (sticks, POINTS) or not len(parts["tops"]) == len(parts["bases"]) == sticks > 0:
        raise ValueError(tr("a fault is not whole"))
    return FaultPlane(**parts | {"fault": int(parts["fault"]), "axis": int(parts["axis"])})


def _body_arrays(path: BodyPath) -> dict[str, np.ndarray]:
    """What was painted, as the trees see it: they are grown again from it."""
    arrays = {f"painted_{part.name}": getattr(path.samples, part.name) for part in fields(StrokeSamples)}
    return arrays | {"horizon_places": path.horizon.places, "horizon_depths": path.horizon.depths}


def _about_bodies(path: BodyPath, evidence: BodyEvidence) -> dict[str, Any]:
    return {
        "bodies": list(path.bodies),
        "order": list(path.order),
        "groups": [list(group) for group in path.groups],
        "softening": path.softening,
        "share": path.share,
        "horizon_sign": path.horizon.sign,
        "presence": {str(number): share for number, share in evidence.presence.items()},
        "right": {str(number): share for number, share in evidence.check.right.items()},
    }


def _with_bodies(model: LayerModel, about: Mapping[str, Any], stored: Mapping[str, np.ndarray]) -> LayerModel:
    samples = StrokeSamples(**{part.name: stored[f"painted_{part.name}"] for part in fields(StrokeSamples)})
    if samples.values.ndim != 2 or samples.values.shape[1] not in (EARLIER, SEEN):
        raise ValueError(tr("its textures are not those that are seen here"))
    horizon = MainHorizon(int(about["horizon_sign"]), stored["horizon_places"], stored["horizon_depths"])
    groups = tuple(tuple(int(number) for number in group) for group in about["groups"])
    bodies, order = (tuple(int(number) for number in about[name]) for name in ("bodies", "order"))
    share = float(about.get("share", 1.0))  # version 13 of projects and older ones had none
    path = BodyPath(samples.classes, bodies, order, samples, horizon, groups, float(about["softening"]), share)
    grouped = [number for group in groups for number in group]
    if not 0 < share <= 1 or (share < 1 and sorted(grouped) != list(path.classes)):
        raise ValueError(tr("its layers do not answer for all classes"))
    if sorted(order) != list(path.classes) or not {number for group in groups for number in group} <= set(order):
        raise ValueError(tr("its classes do not belong together"))
    presence = {int(number): float(share) for number, share in about["presence"].items()}
    # Version 5 of projects told the mean of the classes alone, which says nothing of any of them.
    right = {int(number): float(share) for number, share in about.get("right", {}).items()}
    return replace(model, bodies=path, evidence=BodyEvidence(presence, PathCheck(right)))
