"""Which sections the gallery lists, in which order, and what its pictures show."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.predictions.leading_answer import LAYERS
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.workflows.gallery.predicted_sections import Order, in_order, predicted_sections
from seisviewer.workflows.gallery.thumbnail import SHAPE, ThumbnailLooks, thumbnail

LIVE = np.ones((6, 40), bool)
LIVE[:, :10] = False
GEOMETRY = Geometry(LineAxis(1, 1, 6), LineAxis(10, 1, 40), SampleAxis(0, 4, 30), LIVE)
SURE = {1: 250, 3: 200, 4: 230}  # of 255, by inline
STABLE = {1: 0.5, 3: 0.9}


def line(number: int) -> SectionId:
    return SectionId(Direction.INLINE, number)


@pytest.fixture
def store(tmp_path: Path) -> PredictionStore:
    """Three inlines, class 2 over class 7; of one the stability is not known."""
    folder = tmp_path / "survey.seis"
    folder.mkdir()
    store = PredictionStore(folder, "layers", GEOMETRY)
    for number, sure in SURE.items():
        shares = np.zeros((2, 40, 30), np.uint8)
        shares[0, :, :15], shares[1, :, :15] = sure, 255 - sure
        shares[1, :, 15:], shares[0, :, 15:] = sure, 255 - sure
        shares[:, ~LIVE[0]] = 0
        stability = None
        if number in STABLE:
            stability = np.full((40, 30), STABLE[number], np.float16)
            stability[~LIVE[0]] = np.nan
        store.put(SectionPass(line(number), shares, (2, 7), LAYERS, 1, 1, 5.0 + number, stability, "x", "key"))
    return store


def painted(*strokes: tuple[int, Origin]):
    labels, mask = LabelVolume(GEOMETRY), np.ones((4, 4), bool)
    for number, origin in strokes:
        labels.apply(Stroke(line(number), 1, 20, 5, mask, np.full((4, 4), UNLABELLED, np.int8), origin=origin))
    return labels.snapshot(1, ClassTable())


def test_it_lists_what_is_stored_with_how_stable_and_sure_it_is_and_what_is_labelled(store) -> None:
    again = PredictionStore(store._project, "layers", GEOMETRY)
    assert predicted_sections(again, painted()) == (), "nobody has looked what there is"
    drive(again.load())
    rows = predicted_sections(again, painted((3, Origin.PAINTED), (4, Origin.CARRIED)))
    assert [(row.section, row.labelled) for row in rows] == [(line(1), False), (line(3), True), (line(4), False)]
    assert [row.confidence for row in rows] == pytest.approx([sure / 255 for sure in SURE.values()], abs=0.005)
    assert [row.stability for row in rows] == [pytest.approx(0.5, abs=0.005), pytest.approx(0.9, abs=0.005), None]


def test_the_orders(store) -> None:
    rows = predicted_sections(store, painted())

    def numbers(order: Order, of=rows) -> list[int]:
        return [row.section.number for row in in_order(of, order)]

    assert numbers(Order.LEAST_STABLE) == [1, 3, 4] and numbers(Order.MOST_STABLE) == [3, 1, 4], "unknown ones last"
    assert numbers(Order.LEAST_SURE) == [3, 4, 1] and numbers(Order.MOST_SURE) == [1, 4, 3]
    assert numbers(Order.BY_NUMBER) == [1, 3, 4]
    assert numbers(Order.LEAST_STABLE, rows[2:]) == [4]


def test_a_picture_has_the_classes_over_the_amplitudes_and_nothing_where_no_trace_is(store) -> None:
    amplitudes = np.zeros((40, 30), np.float32)
    amplitudes[~LIVE[0]] = np.nan
    volume = SimpleNamespace(section=lambda section: amplitudes)
    colours = np.zeros((256, 3), np.uint8)
    colours[2], colours[7] = (255, 0, 0), (0, 0, 255)
    picture = thumbnail(volume, store, line(1), ThumbnailLooks(1.0, False, colours.tobytes()))
    assert picture.shape == (*SHAPE, 4) and picture.dtype == np.uint8
    top, base, left = picture[5, -5], picture[-5, -5], picture[5, 5]
    assert top[0] > top[2] + 50 and base[2] > base[0] + 50 and top[3] == 255 and left[3] == 0
    assert thumbnail(volume, store, line(2), ThumbnailLooks(1.0, False, colours.tobytes())) is None
    no = Rejection(line(1), 2, 10, 0, np.ones((30, 15), bool))
    rejected = thumbnail(volume, store, line(1), ThumbnailLooks(1.0, False, colours.tobytes()), (no,))
    assert rejected[5, -5, 2] > rejected[5, -5, 0] + 50, "the next best class, as over the sections"
