"""How a picture is laid out: its size, its dots per inch, and what stands around the data."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

FORMATS = ("svg", "pdf", "png")
WIDTHS = (30.0, 1200.0)  # mm
RESOLUTIONS = (50, 1200)  # dots per inch


@dataclass(frozen=True)
class PictureStyle:
    """width_mm, height_mm: of the whole picture; the height None follows from the shape of what is drawn. dpi: of a PNG,
    and of the amplitudes inside an SVG or PDF. font_points: of the numbers along the axes."""

    width_mm: float = 170.0
    height_mm: float | None = None
    dpi: int = 300
    title: bool = True
    legend: bool = True
    colour_bar: bool = True
    scale_bar: bool = True
    font_points: float = 8.0

    def check(self) -> None:
        """Raise BadRequest for a size that no page has."""
        for name, size in (("width", self.width_mm), ("height", self.height_mm)):
            if size is not None and not WIDTHS[0] <= size <= WIDTHS[1]:
                raise BadRequest(
                    tr("A {name} of {size:g} mm is no size of a picture: give {widths:g}–{widths2:g} mm.").format(
                        name=name, size=size, widths=WIDTHS[0], widths2=WIDTHS[1]
                    )
                )
        if not RESOLUTIONS[0] <= self.dpi <= RESOLUTIONS[1]:
            raise BadRequest(
                tr("{dpi:g} dots per inch are not drawn: give {resolutions}–{resolutions2}.").format(
                    dpi=self.dpi, resolutions=RESOLUTIONS[0], resolutions2=RESOLUTIONS[1]
                )
            )
