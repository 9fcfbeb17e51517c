"""What is written over a section about its prediction: two short lines in the view, all of it in their tooltip."""

from __future__ import annotations

import numpy as np

from seisviewer.app.live.durations import duration
from seisviewer.app.live.shown_prediction import ShownPrediction
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.passes.passes_apart import PassesApart
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.live_storing import NO_VERSION

DISAGREEMENT = (
    "Where the prediction along inlines and that along crosslines name different classes; hatched where only one of them "
    "is known yet: the lines that cross are predicted while the computer is idle, all of them by Fill the whole survey."
)

WHY_DISAGREEING = (
    "Why: each line is predicted from what is seen along it alone. Inline and crossline part where reflectors break, and "
    "far from labels; the status bar says what either says under the pointer. A stroke there, on either line, settles it."
)


def caption(
    section: SectionId, shown: ShownPrediction, now: float, stability: bool, behind: int, map_note: str = ""
) -> str:
    """Who predicted, how old that is, and in a second line what one must know to read it. now: time.time(). stability:
    whether that is what is drawn. behind: strokes that are newer. map_note: what a map on show
    needs to be read, "" for nothing."""
    notes = [map_note] if map_note else []
    if shown.run:
        first = _of_run(section, shown)
        if behind:
            notes.append("1 label change since" if behind == 1 else f"{behind} label changes since")
    elif shown.speaker is Speaker.LAYERS:
        first = _carried(section, shown)
        if behind:
            notes.append("1 stroke behind" if behind == 1 else f"{behind} strokes behind")
    else:
        first = _predicted(section, shown, now)
    if stability and shown.stability_share < 1:
        notes.append(_where_stable(shown))
    if shown.version == NO_VERSION and behind and not shown.run and shown.speaker is not Speaker.LAYERS:
        notes.append("Before your last stroke" if behind == 1 else f"Before your last {behind} strokes")
    elif shown.outdated.any() and shown.speaker is not Speaker.LAYERS:
        notes.append("Newest strokes not learned yet")
    if shown.single_share > 0:
        notes.append("Paler: one direction so far")
    return "\n".join((first, *notes[:1]))


def disagreement_note(apart: PassesApart | None, live: np.ndarray, *, is_2d: bool) -> str:
    """What the disagreement map shows. live: bool, the traces of the section that exist."""
    if is_2d:
        return "A 2D line has one direction only"
    if apart is None:
        return "Not known yet; hatched until the lines that cross it are predicted"
    known = apart.known
    of_traces = known if live.shape == known.shape else known.any(axis=1)
    differs = percent(np.count_nonzero(apart.differs) / np.count_nonzero(known))
    if not of_traces[apart.possible].all():
        share = percent(of_traces[apart.possible].mean())
        return f"{differs} differ, {share} known; hatched until crossing lines are predicted"
    return f"{differs} differ" if apart.possible[live].all() else f"{differs} differ where lines cross"


def difference_note(same: np.ndarray | None, classes: np.ndarray) -> str:
    """How much of what is known of a section two answers name differently. same: bool, where they do not; None where they
    are not compared. classes: uint8, of one of them."""
    if same is None:
        return ""
    share = np.count_nonzero(~same) / max(1, np.count_nonzero(classes != NO_CLASS))
    return f"{percent(share)} differs, only that is drawn"


def _of_run(section: SectionId, shown: ShownPrediction) -> str:
    name = f"{shown.run[:1].upper()}{shown.run[1:]}"
    is_part = section.direction is Direction.TIME and shown.known_share < 1
    return f"{name}, {percent(shown.known_share)} of the slice" if is_part else name


def _carried(section: SectionId, shown: ShownPrediction) -> str:
    is_part = section.direction is Direction.TIME and shown.known_share < 1
    return f"{percent(shown.known_share)} carried by reflectors" if is_part else "Carried by reflectors"


def _predicted(section: SectionId, shown: ShownPrediction, now: float) -> str:
    age = _calm_age(now - shown.made)
    is_slice = section.direction is Direction.TIME
    part = f"{percent(shown.known_share)} " if is_slice and shown.known_share < 1 else ""
    mixed = f"{shown.versions} versions, " if shown.versions > 1 and is_slice else ""
    if shown.version == NO_VERSION and not is_slice:
        return f"Predicted {age} ago by an older model"
    up_to = "" if shown.current_share == 1 else "up to "
    if shown.speaker is Speaker.BOTH:
        who = "by reflectors and network" if part else "Reflectors and network"
        return f"{part}{who}, {mixed}{up_to}{age} ago"
    predicted = "predicted" if part else "Predicted"
    return f"{part}{predicted}, {mixed}oldest {age} ago" if is_slice else f"{predicted} {up_to}{age} ago"


def details(section: SectionId, shown: ShownPrediction, now: float, stability: bool, deleted: list[str]) -> str:
    """Everything that is known about a prediction, a sentence a line. deleted: names of classes in it that are no more."""
    layers = shown.speaker is Speaker.LAYERS
    who = {
        Speaker.LAYERS: "reflectors that carry the strokes",
        Speaker.NETWORK: f"the model “{shown.model} {shown.version}”"
        if shown.version
        else "an older model, stored earlier",
        Speaker.BOTH: f"reflectors and version {shown.version} of the network together",
    }[shown.speaker]
    if shown.run:
        who = shown.run
    words = [f"Predicted by {who}."]
    if section.direction is Direction.TIME:
        words[0] = f"{percent(shown.known_share)} of this slice is predicted, the newest of it by {who}."
    if shown.current_share < 1:
        newest = "from the newest strokes" if layers else "by the newest model"
        words.append(f"{percent(shown.current_share)} of what is predicted is {newest}.")
    if section.direction is Direction.TIME and shown.versions > 1 and not layers:
        words.append(
            f"It is put together from lines of {shown.versions} versions of the model, which do not say the same; older ones are "
            "predicted again while the computer is idle."
        )
    words.append(f"The oldest prediction here was made {duration(now - shown.made)} ago.")
    if shown.labels_made is not None:
        words.append(f"The labels that it had learned are {duration(now - shown.labels_made)} old.")
    if shown.outdated.any():
        words.append("Newer strokes are not learned yet; what was predicted without them is fainter.")
    if shown.single_share > 0:
        words.append(
            f"{percent(shown.single_share)} was predicted along one direction only so far, and is paler: "
            "inline and crossline are averaged where both are known."
        )
    words += [f"It still has the deleted class “{name}”." for name in deleted]
    if stability:
        of = f"Stability is how far {shown.stability_of} agree. " if shown.stability_of else ""
        words.append(f"{of}{_where_stable(shown)}." if shown.stability_share < 1 else of.strip())
    return "\n".join(words)


def _where_stable(shown: ShownPrediction) -> str:
    if shown.stability_share == 0:
        return "Stability not known yet: classes shown"
    return f"Stability of {percent(shown.stability_share)}, else classes"


def _calm_age(seconds: float) -> str:
    """In steps of ten seconds within the first minute: the view is drawn again whenever its caption changes."""
    return duration(seconds // 10 * 10 if 10 <= seconds < 60 else seconds)


def percent(share: float) -> str:
    """A share as whole percent: 100 % and 0 % only where they are meant to the letter."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{100 * share:.0f} %"
