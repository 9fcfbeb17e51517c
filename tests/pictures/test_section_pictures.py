"""What a picture for print says must be so: each value under its number, text as text, lengths that are true."""

from __future__ import annotations

import io
import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from seisviewer.errors import BadRequest
from seisviewer.pictures.picture_files import drawn_figure, picture_bytes, write_picture
from seisviewer.pictures.picture_fonts import missing_letters
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.pictures.section_picture import LegendEntry, SectionPicture
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.section_axes import section_axes
from seisviewer.volumes.section_lengths import cell_shape, length_text, length_unit, step_lengths, trace_places
from seisviewer.workflows.pictures.section_pictures import SeenPart, laid_out

RED, GREY = (255, 0, 0), (200, 200, 200)
STYLE = PictureStyle(width_mm=120, dpi=150)


def geometry(
    affine: object = ((0.0, 12.5, 1000.0), (25.0, 0.0, 5000.0)), unit: str | None = "m", z: str = "ms"
) -> Geometry:
    """20 inlines from 100 in steps of 2, 30 crosslines from 500, 40 samples from 200 every 4."""
    return Geometry(
        LineAxis(100, 2, 20), LineAxis(500, 1, 30), SampleAxis(200.0, 4.0, 40, z), np.ones((20, 30), bool),
        None if affine is None else np.array(affine), reference=CoordinateReference(unit),
    )  # fmt: skip


def marked(section: SectionId, cell: tuple[int, int], **changes: object) -> SectionPicture:
    """A grey section with one red cell."""
    from dataclasses import replace

    picture = laid_out(geometry(), section)
    image = np.full((*geometry().section_shape(section.direction), 4), 255, np.uint8)
    image[..., :3] = GREY
    image[cell][:3] = RED
    return replace(picture, images=(image,), title="Marked", **changes)


def seen_at(picture: SectionPicture, across: float, along: float) -> tuple[int, ...]:
    """The colour of a PNG where the numbers along its axes say `across` and `along`."""
    from matplotlib import rc_context

    with rc_context({"font.size": STYLE.font_points, "font.family": ["DejaVu Sans"]}):
        figure = drawn_figure(picture, STYLE)
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=STYLE.dpi)
        axes = figure.axes[0]
        x, y = axes.transData.transform((across, along))
        pixels = np.asarray(Image.open(file).convert("RGB"))
        return tuple(pixels[pixels.shape[0] - 1 - int(y), int(x)])


@pytest.mark.parametrize("section, cell, value", [
    (SectionId(Direction.INLINE, 110), (7, 31), (507, 324)),
    (SectionId(Direction.CROSSLINE, 505), (3, 2), (106, 208)),
    (SectionId(Direction.TIME, 5), (4, 22), (522, 108)),
])  # fmt: skip
def test_a_value_lies_under_its_numbers(section: SectionId, cell: tuple[int, int], value: tuple[float, float]) -> None:
    """Also on a time slice that north turns by a quarter: crosslines run east there."""
    picture = marked(section, cell)
    assert picture.turned == (section.direction is Direction.TIME)
    red = seen_at(picture, *value)
    assert red[0] > 220 and red[1] < 90, red
    across, along = picture.axes[::-1] if picture.turned else picture.axes
    aside = seen_at(picture, value[0] + 3 * across.step, value[1] + 3 * along.step)
    assert max(aside) - min(aside) < 10, "and nowhere else"


def test_time_runs_downward_and_north_is_up() -> None:
    down = drawn_figure(marked(SectionId(Direction.INLINE, 110), (0, 0)), STYLE).axes[0]
    assert down.get_ylim() == (200 + 4 * 39.5, 198) and down.get_xlim() == (499.5, 529.5)
    up = drawn_figure(marked(SectionId(Direction.TIME, 0), (0, 0)), STYLE).axes[0]
    assert up.get_ylim()[0] < up.get_ylim()[1], "inlines go north here"


def test_a_part_in_sight_has_the_numbers_of_that_part() -> None:
    picture = laid_out(geometry(), SectionId(Direction.INLINE, 100), SeenPart(rows=(5.0, 15.0), columns=(10.0, 20.0)))
    axes = drawn_figure(picture, STYLE).axes[0]
    assert axes.get_xlim() == (505, 515) and axes.get_ylim() == (280, 240)


@pytest.mark.slow
def test_text_stays_text_and_vectors_stay_vectors() -> None:
    legend = (LegendEntry("Channel sand 河道砂", "#e69f00"),)
    picture = marked(SectionId(Direction.INLINE, 110), (3, 3), legend=legend)
    svg = picture_bytes(picture, STYLE, "svg").decode()
    words = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert {"Marked", "Crossline", "Two-way time (ms)", "505", "250", "Channel sand 河道砂"} <= set(words)
    assert svg.count("<image") == 1, "the amplitudes alone are pixels"
    assert 'id="scale-bar"' in svg
    pdf = picture_bytes(picture, STYLE, "pdf")
    assert pdf.startswith(b"%PDF") and b"/Font" in pdf


def test_size_and_dots_are_as_asked_for() -> None:
    png = Image.open(io.BytesIO(picture_bytes(marked(SectionId(Direction.INLINE, 110), (3, 3)), STYLE, "png")))
    assert abs(png.width - 120 / 25.4 * 150) <= 1 and round(png.info["dpi"][0]) == 150
    high = PictureStyle(width_mm=100, height_mm=80, dpi=100)
    png = Image.open(io.BytesIO(picture_bytes(marked(SectionId(Direction.INLINE, 110), (3, 3)), high, "png")))
    assert png.size == (393, 314)


def test_what_is_switched_off_is_not_there() -> None:
    bare = PictureStyle(title=False, legend=False, colour_bar=False, scale_bar=False)
    picture = marked(SectionId(Direction.INLINE, 110), (3, 3), legend=(LegendEntry("Salt", "#123456"),))
    svg = picture_bytes(picture, bare, "svg").decode()
    assert "Marked" not in svg and "Salt" not in svg and "scale-bar" not in svg


def test_an_impossible_page_and_a_wrong_ending_are_refused(tmp_path: Path) -> None:
    picture = marked(SectionId(Direction.INLINE, 110), (3, 3))
    with pytest.raises(BadRequest, match="width of 5 mm"):
        picture_bytes(picture, PictureStyle(width_mm=5), "svg")
    with pytest.raises(BadRequest, match="not as “jpg”"):
        write_picture(picture, STYLE, tmp_path / "x.jpg")
    assert not list(tmp_path.iterdir())


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    figure = drawn_figure(marked(SectionId(Direction.INLINE, 110), (3, 3)), STYLE)
    axes = figure.axes[0]
    bar = next(line for line in axes.lines if line.get_gid() == "scale-bar")
    texts = [text.get_text() for text in axes.texts]
    shares = bar.get_xdata()
    traces = (shares[1] - shares[0]) * 30  # of the crosslines across, 12.5 m apart
    assert texts == [f"{traces * 12.5:.4g} m"]


def test_lengths_are_those_of_the_coordinates() -> None:
    inline = SectionId(Direction.INLINE, 100)
    assert step_lengths(geometry(), inline) == (12.5, None)
    assert step_lengths(geometry(), SectionId(Direction.TIME, 0)) == (25.0, 12.5)
    assert trace_places(geometry(), inline)[-1] == pytest.approx(29 * 12.5)
    degrees = geometry(((0.0, 0.0001, 5.0), (0.0002, 0.0, 60.0)), "°")
    assert step_lengths(degrees, inline)[0] == pytest.approx(0.0001 * 111320 * math.cos(math.radians(60.002)), rel=3e-3)
    assert length_unit(degrees).name == "m"
    assert length_text(1500, length_unit(geometry())) == "1.5 km"
    assert length_text(1500, length_unit(geometry(unit="ft"))) == "1500 ft"
    assert length_text(40, length_unit(geometry(affine=None))) == "40 traces"
    assert length_text(500, length_unit(geometry(unit=None))) == "500 (unit not stated)"


def test_vertical_exaggeration_needs_lengths_and_in_time_a_velocity() -> None:
    inline = SectionId(Direction.INLINE, 100)
    with pytest.raises(BadRequest, match="velocity"):
        laid_out(geometry(), inline, SeenPart(exaggeration=2))
    with pytest.raises(BadRequest, match="no coordinates"):
        laid_out(geometry(affine=None), inline, SeenPart(exaggeration=2, velocity=2000))
    # 4 ms two-way at 2000 m/s are 4 m; drawn twice as long as across.
    assert cell_shape(geometry(), inline, 2, 2000) == pytest.approx(12.5 / 8)
    picture = laid_out(geometry(), inline, SeenPart(exaggeration=2, velocity=2000))
    assert picture.shape == pytest.approx(40 * 8 / (30 * 12.5))
    assert picture.notes == ("Vertical exaggeration ×2 at 2000 m/s",)
    axes = drawn_figure(picture, STYLE).axes[0]
    box = axes.get_window_extent()
    assert box.height / box.width == pytest.approx(picture.shape, rel=0.02), "and so it is drawn"


def test_letters_that_no_font_has_are_named() -> None:
    assert missing_letters(["Sand", "Grès"]) == ""
    assert missing_letters(["\U0001f9ed"]) == "\U0001f9ed"


def test_the_window_loads_no_matplotlib() -> None:
    program = "import sys, seisviewer.pictures.picture_files, seisviewer.workflows.pictures.section_pictures; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False", "it takes half a second, which only those wait for who make a picture"


def test_axes_are_named_with_their_units() -> None:
    assert [axis.name for axis in section_axes(geometry(z="m"), Direction.INLINE)] == ["Crossline", "Depth (m)"]
