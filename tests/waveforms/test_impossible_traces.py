"""What cannot be true of a trace is said, and nothing that cannot be drawn is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from obspy import UTCDateTime

from seisviewer.errors import UnreadableFile
from seisviewer.waveforms.describe_records import describe
from seisviewer.waveforms.files.trace_checks import is_byte_swapped

from .small_records import START, counts, floats, opened, trace, write


def test_years_beyond_9999_are_left_out_and_said(tmp_path: Path) -> None:
    good = write(tmp_path / "good.mseed", trace("XX.AAA..HHZ", counts(500)))
    # Year, day, hour, minute and second stand in bytes 20 to 27 of the header of a record: its end lies in 10000.
    content = bytearray(good.read_bytes())
    content[20:27] = (9999).to_bytes(2, "big") + (365).to_bytes(2, "big") + bytes((23, 59, 59))
    (tmp_path / "late.mseed").write_bytes(content)
    archive, said = opened(tmp_path)
    assert describe(archive)["end"].startswith("2020-01-01")
    assert len(said) == 1 and "late.mseed" in said[0] and "years" in said[0]
    with pytest.raises(UnreadableFile, match="years 1 to 9999"):
        opened(tmp_path / "late.mseed")


@pytest.mark.parametrize("delta", [1e-30, 1e30, 1e-12])
def test_rates_that_no_recorder_has_are_left_out_and_said(tmp_path: Path, delta: float) -> None:
    path = write(tmp_path / "a.sac", trace("XX.AAA..HHZ", floats(500)), format="SAC")
    content = bytearray(path.read_bytes())
    content[:4] = np.float32(delta).tobytes()  # the first word of the header
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as raised:
        opened(path)
    assert "a.sac" in str(raised.value) and "\n" not in str(raised.value)


@pytest.mark.parametrize("value", [1e30, 3e38, -1e35])
def test_amplitudes_beyond_everything_are_gaps_and_said(tmp_path: Path, value: float) -> None:
    samples = floats(500)
    samples[100:110] = value
    archive, said = opened(write(tmp_path / "a.sac", trace("XX.AAA..HHZ", samples), format="SAC"))
    window = archive.records[0].components[0].window(START, 500)
    assert np.flatnonzero(np.isnan(window)).tolist() == list(range(100, 110))
    assert len(said) == 1 and "a.sac" in said[0] and "gaps" in said[0]


@pytest.mark.parametrize("kind, format", [(np.float32, "SAC"), (np.float32, "MSEED"), (np.int32, "MSEED")])
def test_samples_in_the_wrong_byte_order_are_turned_and_said(tmp_path: Path, kind: type, format: str) -> None:
    samples = counts(2000).astype(kind)
    wrong = trace("XX.AAA..HHZ", samples.byteswap())
    if format == "MSEED":
        wrong.write(str(tmp_path / "a"), format="MSEED", encoding="INT32" if kind is np.int32 else "FLOAT32")
    else:
        wrong.write(str(tmp_path / "a"), format="SAC")
    archive, said = opened(tmp_path / "a")
    np.testing.assert_array_equal(archive.records[0].components[0].window(START, 2000), samples)
    assert len(said) == 1 and "byte order" in said[0]


@pytest.mark.parametrize("samples", [
    counts(5000), counts(5000) * 1000, counts(5000) << 8, np.zeros(5000, np.int32), np.full(5000, 255, np.int32),
    floats(5000), floats(5000) * 1e-9, floats(5000) * 1e12, counts(5000).astype(np.float64) * 1e-15, counts(3),
    counts(5000) << 20,
])  # fmt: skip
def test_samples_that_make_sense_are_left_as_they_are(samples: np.ndarray) -> None:
    assert not is_byte_swapped(samples)


def test_sac_of_either_byte_order_is_read(tmp_path: Path) -> None:
    for order in ("<", ">"):
        path = tmp_path / f"{ord(order)}.sac"
        trace("XX.AAA..HHZ", floats(500)).write(str(path), format="SAC", byteorder=order)
        archive, said = opened(path)
        assert said == [] and archive.records[0].components[0].window(START, 500).tolist() == floats(500).tolist()


def test_a_time_before_1970_is_fine(tmp_path: Path) -> None:
    archive, said = opened(
        write(tmp_path / "a.mseed", trace("XX.AAA..HHZ", counts(500), UTCDateTime(1930, 1, 1).timestamp))
    )
    assert said == [] and describe(archive)["start"].startswith("1930")
