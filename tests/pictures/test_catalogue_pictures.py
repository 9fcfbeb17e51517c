"""The pages of the catalogue's window as pictures for print."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.catalogue.catalogue_comparison import compare
from seisviewer.catalogue.station_motions import StationMotion
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism
from seisviewer.picks.pick import Event, Pick, Polarity
from seisviewer.pictures.catalogue.arrival_picture import arrival_picture
from seisviewer.pictures.catalogue.comparison_picture import comparison_picture
from seisviewer.pictures.catalogue.magnitude_picture import magnitude_picture
from seisviewer.pictures.catalogue.map_picture import map_picture, mark_size
from seisviewer.pictures.catalogue.mechanism_picture import mechanism_picture
from seisviewer.pictures.catalogue.plot_picture import RED, PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.pictures.picture_files import drawn_figure, picture_bytes
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.waveforms.station import Coordinates, StationId

STYLE = PictureStyle(width_mm=120, dpi=80)
START = 1_562_261_629.0
SITES = {"CI.CLC": Coordinates(35.8, -117.6, 775.0), "CI.CCC": Coordinates(35.5, -117.4, 670.0)}
EVENTS = tuple(
    Event(START + 10 * number, 35.6 + 0.01 * number, -117.5, 2.0 + number, 1.0 + 0.1 * number, "ML", id=number + 1)
    for number in range(40)
)
MECHANISM = Mechanism(DoubleCouple(0.0, 90.0, 0.0), 0.9, 10.0, 0.1, None, 0.6, "A")


def svg(picture: PlotPicture) -> str:
    return picture_bytes(picture, STYLE, "svg").decode()


def motion(station: str, azimuth: float, up: bool | None) -> StationMotion:
    polarity = {True: Polarity.POSITIVE, False: Polarity.NEGATIVE, None: Polarity.UNDECIDABLE}[up]
    return StationMotion(Pick(StationId("CI", station, "", "HH"), "P", START, polarity=polarity), 30.0, azimuth, 90.0)


def location() -> Location:
    arrivals = tuple(
        Arrival(
            f"XX.S{number}", phase, START + (5 + number) * (1.0 if phase == "P" else 1.73), 0.1, 30.0 + number, 0, 90
        )
        for number in range(4)
        for phase in "PS"
    )
    return Location(START, 35.6, -117.5, 5.0, 0.1, 120, 30, Ellipse(2.0, 1.0, 30.0), (3.0, 7.0), arrivals, "half-space")


def test_the_map_names_stations_and_draws_an_event_as_large_as_it_was() -> None:
    picture = map_picture(ShownCatalogue(EVENTS, sites=SITES))
    text = svg(picture)
    assert "CI.CLC" in text and "Depth below sea level (km)" in text and "° W" in text
    marks = picture.panels[0].marks[1]
    assert len(marks.across) == 40 and marks.sizes[0] == mark_size(EVENTS[-1].magnitude) > marks.sizes[-1]


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    (words,) = (each.text for each in map_picture(ShownCatalogue(EVENTS)).panels[0].words)
    line = next(line for line in map_picture(ShownCatalogue(EVENTS)).panels[0].lines if line.width > 1.5)
    degrees = line.across[1] - line.across[0]
    assert float(words.split()[0]) == pytest.approx(degrees * 111.195 * np.cos(np.radians(35.795)), rel=0.01)


def test_magnitudes_say_their_b_value() -> None:
    assert "b = " in svg(magnitude_picture(ShownCatalogue(EVENTS), 1.0))
    assert magnitude_picture(ShownCatalogue((Event(START),))) is None


def test_the_focal_sphere_is_grey_where_p_begins_upward_and_red_where_a_station_contradicts() -> None:
    motions = [motion("NE", 45, True), motion("SE", 135, True), motion("NW", 315, None)]
    picture = mechanism_picture(motions, MECHANISM, title="Event")
    assert "contradicts" in svg(picture) and "CI.SE" in svg(picture)
    assert [marks.edges for marks in picture.panels[0].marks].count(RED) == 1
    figure = drawn_figure(picture, STYLE)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3].astype(int)

    def grey(east: float, north: float) -> bool:
        x, up = figure.axes[0].transData.transform((east, north))
        return pixels[round(len(pixels) - up), round(x)].max() < 230

    # A vertical plane to the north that slips to the left: the quadrants to the north-east and south-west begin upward.
    assert grey(0.4, 0.5) and grey(-0.4, -0.5) and not grey(-0.5, 0.4) and not grey(0.5, -0.4)
    assert not grey(1.1, 1.1), "nothing is shaded outside of the disc"


def test_residuals_and_wadati_stand_beside_one_another() -> None:
    picture = arrival_picture(location(), "Event", "8 of 8 arrivals count.")
    assert "Vp/Vs 1.730" in svg(picture) and "8 of 8" in svg(picture)


def test_a_comparison_tells_matched_missed_and_new_apart() -> None:
    own = (*EVENTS[:20], Event(START + 5000, 35.6, -117.3, 3.0, 1.0, id=99))
    picture = comparison_picture(compare(EVENTS, own), "Compared")
    assert {marks.name: len(marks.across) for marks in picture.panels[0].marks} == {
        "missed": 20,
        "new": 1,
        "matched, known place": 20,
        "matched, our place": 20,
    }
    assert len(picture.panels) == 2 and "Known magnitude" in svg(picture)
