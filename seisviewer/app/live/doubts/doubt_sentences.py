"""How many strokes are doubted, and where one lies, in the words of the window."""

from __future__ import annotations

from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.section_names import section_title
from seisviewer.workflows.doubt_words import traces_of
from seisviewer.workflows.stroke_doubts import Doubt


def heading(doubts: tuple[Doubt, ...]) -> str:
    """How many there are to decide on; "" without any."""
    asked = sum(doubt.verdict is Verdict.OPEN for doubt in doubts)
    if not doubts:
        return ""
    if not asked:
        return tr("Strokes that you keep or have set aside:")
    return tr("{asked} doubted stroke{plural}, dashed on the sections:").format(
        asked=asked, plural="" if asked == 1 else "s"
    )


def where(doubt: Doubt, geometry: Geometry) -> str:
    return f"{section_title(geometry, doubt.place.section)}, {traces_of(doubt, geometry)}"
