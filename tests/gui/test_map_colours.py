"""The map of the survey coloured by labels, confidence, stability or disagreement."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.horizons.horizon_maps_shown import HorizonMaps
from seisviewer.app.live.prediction_caption import disagreement_note
from seisviewer.app.live.prediction_layer import PINK
from seisviewer.app.reading.map_colours import MapColours
from seisviewer.app.reading.map_kinds import KINDS, between_lines, map_picture, rests_on
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.labels.stroke import Stroke
from seisviewer.predictions.passes.passes_apart import PassesApart
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.structure.horizons.horizon_values import amplitudes_at
from seisviewer.volumes.geometry import Direction


@pytest.fixture
def window(survey_window):
    return survey_window


@pytest.mark.slow
def test_the_map_shows_how_much_of_each_trace_is_labelled_and_a_click_goes_there(qtbot, window) -> None:
    sections, row = window.parts.sections, window.parts.panels.docks["map"].findChild(MapColours)
    survey_map, state = row.parentWidget(), sections.state
    row.choice.setCurrentIndex(row.choice.findData("labels"))
    assert state.overlays.on_map == "labels", "it is remembered with the view"
    mask = np.ones((5, 16), bool)
    section = state.volume.geometry.section(Direction.INLINE, 6)
    sections.label_editor.commit([Stroke(section, 1, 10, 0, mask, np.full(mask.shape, -1, np.int8))])
    samples = state.volume.geometry.samples.count
    share = f"{100 * 16 / samples:.0f} %"
    qtbot.waitUntil(lambda: row.scale.high.text() == share, timeout=10_000)
    qtbot.waitUntil(lambda: survey_map._colours is not None and survey_map._colours[6, 12, 3] == 255)
    assert not survey_map._colours[7].any(), "what is not labelled stays as it is"

    before = state.position
    spot = survey_map._grid.place(6, 12)
    at = survey_map.canvas.mapFromScene(survey_map.box.mapViewToScene(QPointF(*spot)))
    QTest.mouseClick(survey_map.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert abs(state.position.inline - 6) <= 1 and abs(state.position.crossline - 12) <= 1 and state.position != before
    row.choice.setCurrentIndex(row.choice.findData("traces"))
    assert survey_map._colours is None and not row.scale.isVisible()


def test_what_is_not_known_is_hatched_and_where_there_is_no_trace_nothing_is_drawn() -> None:
    values, live = np.full((60, 80), np.nan, np.float32), np.ones((60, 80), bool)
    values[:20], live[:, 70:] = 0.9, False
    picture = map_picture(KINDS["confidence"], values, live, sparse=False)
    assert len(np.unique(picture[:20, :70].reshape(-1, 4), axis=0)) == 1 and (picture[:20, :70, 3] == 255).all()
    assert 0.05 < (picture[20:, :70, 3] > 0).mean() < 0.9, "hatched"
    assert not picture[:, 70:].any()
    assert KINDS["confidence"].end_names(values) == ("90 %", "91 %"), "one value has a scale all the same"
    assert KINDS["disagreement"].end_names(values) == ("0 %", "90 %"), "to the highest there is"


def test_colours_are_stretched_over_the_values_there_are_and_the_scale_says_so() -> None:
    values, live = np.full((100, 80), np.nan, np.float32), np.ones((100, 80), bool)
    values[:50] = np.linspace(0.81, 0.89, 50)[:, None]
    values[0, 0] = 0.2
    kind = KINDS["confidence"]
    assert kind.end_names(values) == ("≤ 81 %", "89 %"), "a trace unlike all others does not take the colours from them"
    picture = map_picture(kind, values, live, sparse=False)
    apart = np.abs(picture[1, 5, :3].astype(int) - picture[49, 5, :3].astype(int)).max()
    assert apart > 150, "values that lie close together are told apart"
    assert all(kind.end_names(np.full_like(values, np.nan)) is None for kind in KINDS.values())
    assert KINDS["labels"].end_names(np.zeros_like(values)) is None


def test_compared_lines_stand_for_those_between_them_and_for_none_farther_off() -> None:
    values = np.full((40, 60), np.nan, np.float32)
    values[:, 0], values[:, 16] = 0.2, 0.6
    spread = between_lines(values)
    assert (spread[:, 5] == np.float32(0.2)).all() and (spread[:, 12] == np.float32(0.6)).all()
    assert np.isfinite(spread[:, :25]).all() and np.isnan(spread[:, 26:]).all()


def test_lone_lines_are_compared_where_they_cross_and_nothing_more_is_promised() -> None:
    possible = np.zeros((20, 30), bool)
    possible[4, [3, 9]] = True
    values = np.where(possible, np.float32(0.1), np.float32(np.nan))
    assert rests_on(values, possible, filling=True) == ""
    values[4, 9] = np.nan
    assert rests_on(values, possible, filling=True) == "Compared at 50 %; the rest follows."
    along = np.full((30, 8), NO_CLASS, np.uint8)
    along[[3, 9]] = 1
    apart = PassesApart(along, along.copy(), possible[4])
    note = disagreement_note(apart, np.ones(30, bool), is_2d=False)
    assert note == "0 % differ where lines cross"
    along[9] = NO_CLASS
    apart = PassesApart(along, along.copy(), possible[4])
    assert "50 % known; hatched until" in disagreement_note(apart, np.ones(30, bool), is_2d=False)


@pytest.mark.slow
def test_what_is_stored_colours_the_map_as_it_comes_in(qtbot, window, tmp_path: Path) -> None:
    state = window.parts.sections.state
    geometry, survey_map = state.volume.geometry, SurveyMap(state)
    qtbot.addWidget(survey_map)
    store = PredictionStore(tmp_path, "layers", geometry)
    drive(store.load())
    row = MapColours(state, survey_map, window.parts.sections.nearest, lambda: store)
    state.set_overlays(on_map="disagreement")
    assert row.choice.currentText() == "Disagreement" and row.scale.low.text() == "not known yet"
    for name, number in (("inline", 1), ("crossline", 2)):
        section = geometry.section(Direction(name), 5)
        shares = np.zeros((2, *geometry.section_shape(section.direction)), np.uint8)
        shares[number - 1], shares[2 - number] = 200, 55
        store.put(SectionPass(section, shares, (1, 2), "layers", 4, 1, 5.0))
    row.renew()
    qtbot.waitUntil(lambda: survey_map._colours is not None and tuple(survey_map._colours[5, 5, :3]) == PINK[:3])
    assert row.scale.high.text() == "100 %"
    assert row.rests_on.text().startswith("Compared at 1 %; "), "what the map rests on is said"
    state.set_overlays(on_map="confidence")
    assert len(np.unique(survey_map._colours[5].reshape(-1, 4), axis=0)) == 1, "of one line all is known"
    assert len(np.unique(survey_map._colours[6].reshape(-1, 4), axis=0)) > 1, "of another only where one crosses it"
    state.set_overlays(on_map="traces")


@pytest.mark.slow
def test_the_map_shows_what_lies_at_the_chosen_horizon(qtbot, window) -> None:
    sections, row = window.parts.sections, window.parts.panels.docks["map"].findChild(MapColours)
    survey_map, geometry = row.parentWidget(), sections.state.volume.geometry
    row.choice.setCurrentIndex(row.choice.findData("at_horizon_time"))
    assert row.scale.low.text() == "no horizon yet" and survey_map._colours is None
    depths = np.full(geometry.live.shape, np.nan, np.float32)
    depths[2:6] = 10.25 + np.arange(depths.shape[1], dtype=np.float32)
    sections.label_editor.change_horizons([Horizon("Top", "#ffd400", depths)])
    qtbot.waitUntil(lambda: survey_map._colours is not None and survey_map._colours[4, 3, 3] == 255)
    assert not survey_map._colours[7].any() and row.rests_on.text() == "Time at “Top”"
    brightness = survey_map._colours[4, :, :3].sum(axis=1).astype(int)
    assert brightness[0] > brightness[-1], "what lies high is bright"
    row.choice.setCurrentIndex(row.choice.findData("at_horizon_amplitude"))
    maps = sections.horizons.parent().findChild(HorizonMaps)
    qtbot.waitUntil(lambda: maps._amplitudes is not None, timeout=10_000)
    wanted = amplitudes_at(sections.state.volume.section(geometry.section(Direction.INLINE, 4)), depths[4])
    np.testing.assert_allclose(maps._amplitudes[1][4], wanted, rtol=1e-6)
    qtbot.waitUntil(lambda: row.rests_on.text() == "Amplitude at “Top”" and survey_map._colours is not None)
    row.choice.setCurrentIndex(row.choice.findData("at_horizon_facies"))
    assert row.scale.low.text() == "not predicted yet"
