"""STA/LTA with coincidence, and template matching."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.waveforms.continuous_stretches import Stretch
from seisviewer.waveforms.triggering import PIECE_SECONDS, StaLta, Template, match_templates, sta_lta

START = 1.5e9
RATE = 100.0


def quiet(seconds: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((3, round(seconds * RATE))).astype(np.float32)


def shake(samples: np.ndarray, second: float, height: float = 20.0) -> None:
    first = round(second * RATE)
    samples[:, first : first + 300] *= height


@pytest.mark.parametrize("kind", ["classic", "recursive"])
def test_a_burst_triggers_when_it_begins(kind: str) -> None:
    samples = quiet(120, 0)
    shake(samples, 60)
    (trigger,) = drive(sta_lta({"A": [Stretch(START, RATE, samples)]}, StaLta(kind)))
    assert trigger.time == pytest.approx(START + 60, abs=0.3) and trigger.score == 1.0


def test_what_only_one_record_sees_does_not_count_where_two_are_needed() -> None:
    records = {name: quiet(200, seed) for seed, name in enumerate("ABC")}
    shake(records["A"], 60)
    for name in "AB":
        shake(records[name], 150)
    prepared = {name: [Stretch(START, RATE, samples)] for name, samples in records.items()}
    (trigger,) = drive(sta_lta(prepared, StaLta(), need=2))
    assert trigger.time == pytest.approx(START + 150, abs=0.3) and trigger.score == pytest.approx(2 / 3)


def test_a_gap_does_not_trigger_and_a_stretch_too_short_is_passed_by() -> None:
    stretches = [Stretch(START, RATE, quiet(60, 0)), Stretch(START + 90, RATE, 50 * quiet(60, 1))]
    stretches.append(Stretch(START + 300, RATE, quiet(10, 2)))
    assert drive(sta_lta({"A": stretches}, StaLta())) == ()


@pytest.mark.parametrize("settings, expected", [
    (StaLta("z-detect"), "classic or recursive"),
    (StaLta(sta=30.0), "shorter"),
    (StaLta(on=1.0), "not above"),
])  # fmt: skip
def test_settings_without_sense_are_refused(settings: StaLta, expected: str) -> None:
    with pytest.raises(BadRequest, match=expected):
        drive(sta_lta({}, settings))


def test_a_template_is_found_in_noise_once_even_at_the_border_of_two_pieces() -> None:
    pattern = np.random.default_rng(9).standard_normal((3, 400)).astype(np.float32)
    samples = quiet(PIECE_SECONDS + 100, 0)
    places = (50.0, PIECE_SECONDS - 2.0, PIECE_SECONDS + 60.0)
    for second in places:
        first = round(second * RATE)
        samples[:, first : first + 400] += pattern
    template = Template("A", RATE, 1.0, pattern)
    found = drive(match_templates("A", [Stretch(START, RATE, samples)], [template], 0.4, 5.0))
    assert sorted({round(each.time - START - 1.0, 2) for each in found}) == list(places)
    assert all(0.6 < each.score < 0.8 and each.template == 0 for each in found)


def test_a_template_belongs_to_its_record() -> None:
    samples = quiet(60, 0)
    template = Template("B", RATE, 0.0, samples[:, 1000:1400])
    assert drive(match_templates("A", [Stretch(START, RATE, samples)], [template], 0.4, 5.0)) == ()
