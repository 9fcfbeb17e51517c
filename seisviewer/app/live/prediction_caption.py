"""What is written over a section about its prediction: two short lines in the view, all of it in their tooltip."""

from __future__ import annotations

import numpy as np

from seisviewer.app.live.durations import duration
from seisviewer.app.live.shown_prediction import ShownPrediction
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.passes.passes_apart import PassesApart
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.live_storing import NO_VERSION

DISAGREEMENT = tr(
    "Where the prediction along inlines and that along crosslines name different classes; "
    "hatched where only one of them is known yet: the lines that cross are predicted while "
    "the computer is idle, all of them by Fill the whole survey."
)

WHY_DISAGREEING = tr(
    "Why: each line is predicted from what is seen along it alone. Inline and crossline part "
    "where reflectors break, and far from labels; the status bar says what either says under "
    "the pointer. A stroke there, on either line, settles it."
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
            notes.append(
                tr("1 label change since") if behind == 1 else tr("{behind} label changes since").format(behind=behind)
            )
    elif shown.speaker is Speaker.LAYERS:
        first = _carried(shown)
        if behind:
            notes.append(tr("1 stroke behind") if behind == 1 else tr("{behind} strokes behind").format(behind=behind))
    else:
        first = _predicted(section, shown, now)
    if stability and shown.stability_share < 1:
        notes.append(_where_stable(shown))
    if shown.version == NO_VERSION and behind and not shown.run and shown.speaker is not Speaker.LAYERS:
        notes.append(
            tr("Before your last stroke")
            if behind == 1
            else tr("Before your last {behind} strokes").format(behind=behind)
        )
    elif shown.outdated.any() and shown.speaker is not Speaker.LAYERS:
        notes.append(tr("Newest strokes not learned yet"))
    if shown.single_share > 0:
        notes.append(tr("Paler: one direction so far"))
    return "\n".join((first, *notes[:1]))


def disagreement_note(apart: PassesApart | None, live: np.ndarray, *, is_2d: bool) -> str:
    """What the disagreement map shows. live: bool, the traces of the section that exist."""
    if is_2d:
        return tr("A 2D line has one direction only")
    if apart is None:
        return tr("Not known yet; hatched until the lines that cross it are predicted")
    known = apart.known
    of_traces = known if live.shape == known.shape else known.any(axis=1)
    differs = percent(np.count_nonzero(apart.differs) / np.count_nonzero(known))
    if not of_traces[apart.possible].all():
        share = percent(of_traces[apart.possible].mean())
        return tr("{differs} differ, {share} known; hatched until crossing lines are predicted").format(
            differs=differs, share=share
        )
    return (
        tr("{differs} differ").format(differs=differs)
        if apart.possible[live].all()
        else tr("{differs} differ where lines cross").format(differs=differs)
    )


def difference_note(same: np.ndarray | None, classes: np.ndarray) -> str:
    """How much of what is known of a section two answers name differently. same: bool, where they do not; None where they
    are not compared. classes: uint8, of one of them."""
    if same is None:
        return ""
    share = np.count_nonzero(~same) / max(1, np.count_nonzero(classes != NO_CLASS))
    return tr("{percent} differs, only that is drawn").format(percent=percent(share))


def _of_run(section: SectionId, shown: ShownPrediction) -> str:
    name = f"{shown.run[:1].upper()}{shown.run[1:]}"
    if shown.known_share == 1:
        return name
    part = (
        tr("{name}, {percent} of the slice") if section.direction is Direction.TIME else tr("{name}, {percent} of the line")
    )
    return part.format(name=name, percent=percent(shown.known_share))


def _carried(shown: ShownPrediction) -> str:
    """Of a line that was not answered itself the lines across it say something where they cross."""
    if shown.known_share == 1:
        return tr("Carried by reflectors")
    return tr("{percent} carried by reflectors").format(percent=percent(shown.known_share))


def _predicted(section: SectionId, shown: ShownPrediction, now: float) -> str:
    age = _calm_age(now - shown.made)
    is_slice = section.direction is Direction.TIME
    part = f"{percent(shown.known_share)} " if shown.known_share < 1 else ""
    mixed = tr("{versions} versions, ").format(versions=shown.versions) if shown.versions > 1 and is_slice else ""
    if shown.version == NO_VERSION and not is_slice:
        return tr("Predicted {age} ago by an older model").format(age=age)
    up_to = "" if shown.current_share == 1 else tr("up to ")
    if shown.speaker is Speaker.BOTH:
        who = tr("by reflectors and network") if part else tr("Reflectors and network")
        return tr("{part}{who}, {mixed}{up_to}{age} ago").format(part=part, who=who, mixed=mixed, up_to=up_to, age=age)
    predicted = tr("predicted") if part else tr("Predicted")
    return (
        tr("{part}{predicted}, {mixed}oldest {age} ago").format(part=part, predicted=predicted, mixed=mixed, age=age)
        if is_slice
        else tr("{part}{predicted} {up_to}{age} ago").format(part=part, predicted=predicted, up_to=up_to, age=age)
    )


def details(section: SectionId, shown: ShownPrediction, now: float, stability: bool, deleted: list[str]) -> str:
    """Everything that is known about a prediction, a sentence a line. deleted: names of classes in it that are no more."""
    layers = shown.speaker is Speaker.LAYERS
    who = {
        Speaker.LAYERS: tr("reflectors that carry the strokes"),
        Speaker.NETWORK: tr("the model “{model} {version}”").format(model=shown.model, version=shown.version)
        if shown.version
        else tr("an older model, stored earlier"),
        Speaker.BOTH: tr("reflectors and version {version} of the network together").format(version=shown.version),
    }[shown.speaker]
    if shown.run:
        who = shown.run
    words = [tr("Predicted by {who}.").format(who=who)]
    if section.direction is Direction.TIME:
        words[0] = tr("{percent} of this slice is predicted, the newest of it by {who}.").format(
            percent=percent(shown.known_share), who=who
        )
    if shown.current_share < 1:
        newest = tr("from the newest strokes") if layers else tr("by the newest model")
        words.append(
            tr("{percent} of what is predicted is {newest}.").format(
                percent=percent(shown.current_share), newest=newest
            )
        )
    if section.direction is Direction.TIME and shown.versions > 1 and not layers:
        words.append(
            tr(
                "It is put together from lines of {versions} versions of the model, which do not say the "
                "same; older ones are predicted again while the computer is idle."
            ).format(versions=shown.versions)
        )
    words.append(tr("The oldest prediction here was made {duration} ago.").format(duration=duration(now - shown.made)))
    if shown.labels_made is not None:
        words.append(
            tr("The labels that it had learned are {duration} old.").format(duration=duration(now - shown.labels_made))
        )
    if shown.outdated.any():
        words.append(tr("Newer strokes are not learned yet; what was predicted without them is fainter."))
    if shown.single_share > 0:
        words.append(
            tr(
                "{percent} was predicted along one direction only so far, and is paler: inline and "
                "crossline are averaged where both are known."
            ).format(percent=percent(shown.single_share))
        )
    words += [tr("It still has the deleted class “{name}”.").format(name=name) for name in deleted]
    if stability:
        of = (
            tr("Stability is how far {stability_of} agree. ").format(stability_of=shown.stability_of)
            if shown.stability_of
            else ""
        )
        words.append(f"{of}{_where_stable(shown)}." if shown.stability_share < 1 else of.strip())
    return "\n".join(words)


def _where_stable(shown: ShownPrediction) -> str:
    if shown.stability_share == 0:
        return tr("Stability not known yet: classes shown")
    return tr("Stability of {percent}, else classes").format(percent=percent(shown.stability_share))


def _calm_age(seconds: float) -> str:
    """In steps of ten seconds within the first minute: the view is drawn again whenever its caption changes."""
    return duration(seconds // 10 * 10 if 10 <= seconds < 60 else seconds)


def percent(share: float) -> str:
    """A share as whole percent: 100 % and 0 % only where they are meant to the letter."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{100 * share:.0f} %"
