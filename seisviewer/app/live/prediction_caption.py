"""What is written over a section about its prediction: two short lines in the view, all of it in their tooltip."""

from __future__ import annotations

from seisviewer.app.live.durations import duration
from seisviewer.app.live.prediction_source import ShownPrediction
from seisviewer.volumes.geometry import Direction, SectionId


def caption(section: SectionId, shown: ShownPrediction, now: float, stability: bool) -> str:
    """How old a prediction is, and in a second line what one must know to read it. now: time.time(). stability: whether
    that is what is drawn."""
    age = _calm_age(now - shown.made)
    if section.direction is Direction.TIME:
        first = f"{_percent(shown.known_share)} predicted, oldest {age} ago"
    else:
        first = f"Predicted {age} ago" if shown.current_share == 1 else f"Predicted up to {age} ago"
    notes = []
    if stability and shown.stability_share < 1:
        notes.append(_where_stable(shown))
    if shown.outdated.any():
        notes.append("Newest strokes not learned yet")
    if shown.single_share > 0:
        notes.append("Paler: one direction so far")
    return "\n".join((first, *notes[:1]))


def details(section: SectionId, shown: ShownPrediction, now: float, stability: bool, deleted: list[str]) -> str:
    """Everything that is known about a prediction, a sentence a line. deleted: names of classes in it that are no more."""
    model = f"{shown.model} {shown.version}"
    words = [f"Predicted by the model “{model}”."]
    if section.direction is Direction.TIME:
        words[0] = f"{_percent(shown.known_share)} of this slice is predicted, the newest of it by the model “{model}”."
    if shown.current_share < 1:
        words.append(f"{_percent(shown.current_share)} of what is predicted is by the newest model.")
    words.append(f"The oldest prediction here was made {duration(now - shown.made)} ago.")
    if shown.labels_made is not None:
        words.append(f"The labels that it had learned are {duration(now - shown.labels_made)} old.")
    if shown.outdated.any():
        words.append("Newer strokes are not learned yet; what was predicted without them is fainter.")
    if shown.single_share > 0:
        words.append(
            f"{_percent(shown.single_share)} was predicted along one direction only so far, and is paler: "
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
    return f"Stability of {_percent(shown.stability_share)}, else classes"


def _calm_age(seconds: float) -> str:
    """In steps of ten seconds within the first minute: the view is drawn again whenever its caption changes."""
    return duration(seconds // 10 * 10 if 10 <= seconds < 60 else seconds)


def _percent(share: float) -> str:
    """A share as whole percent: 100 % and 0 % only where they are meant to the letter."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{100 * share:.0f} %"
