"""Every word of the headers of a SEG-Y file, by name and byte."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import segyio

from seisviewer.cli.main import main
from seisviewer.progress import drive
from seisviewer.volumes.segy.header_table import header_file
from seisviewer.volumes.segy.header_table.header_file import HeaderFile
from seisviewer.volumes.segy.header_table.header_words import BINARY_WORDS, TRACE_WORDS, meaning, word_named


def test_the_words_fill_the_headers_without_gaps() -> None:
    byte = 1
    for word in TRACE_WORDS:
        assert word.byte == byte
        byte += word.width
    assert byte == 241
    known = {int(field) for field in segyio.TraceField.enums()}
    assert {word.byte for word in TRACE_WORDS} >= known - {233, 237} - {byte for byte in known if byte > 232}
    assert {word.byte for word in BINARY_WORDS} >= {3201, 3217, 3221, 3225, 3255, 3501, 3503, 3505, 3513, 3521, 3529}


def test_every_word_is_what_segyio_reads(small_survey: Path) -> None:
    known = {int(field) for field in segyio.TraceField.enums()}
    with closing(HeaderFile(small_survey)) as file, segyio.open(small_survey, ignore_geometry=True) as other:
        values = file.values(TRACE_WORDS, 100, 140)
        for row, trace in enumerate(range(100, 140)):
            expected = other.header[trace]
            for column, word in enumerate(TRACE_WORDS):
                if word.byte in known and word.byte < 233:
                    assert values[row, column] == expected[word.byte], word
        binary = {word.byte: value for word, value in file.binary()}
        assert binary[3217] == other.bin[3217] and binary[3225] == other.bin[3225]
        assert file.texts()[0].encoding == "EBCDIC" and file.texts()[0].lines[0].startswith("C 1")
        np.testing.assert_array_equal(file.values_of(TRACE_WORDS[:9], np.array([139, 100])), values[[39, 0], :9])


def test_all_traces_are_looked_through_in_parts(small_survey: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_file, "AT_ONCE", 333)
    inline = word_named("inline")
    with closing(HeaderFile(small_survey)) as file:
        whole = file.values((inline,), 0, file.traces)[:, 0]
        found = {each.word.byte: each for each in drive(file.summaries())}
        assert (found[189].smallest, found[189].largest) == (whole.min(), whole.max()) and found[189].varies
        assert not found[115].varies
        wanted = whole[1500]
        first = int(np.flatnonzero(whole == wanted)[0])
        assert drive(file.find(inline, wanted)) == first
        assert drive(file.find(inline, wanted, first)) == first + 1
        assert drive(file.find(inline, 123_456)) is None


def test_words_are_named_by_byte_or_by_name() -> None:
    assert (
        word_named("189").name == "inline" and word_named("Crossline").byte == 193 and word_named("cdp x").byte == 181
    )
    assert word_named("sample i").byte == 117
    for vague in ("sweep", "nothing", "190", ""):
        assert word_named(vague) is None
    assert meaning(3225, 5).startswith("IEEE") and meaning(189, 5) == ""


def test_the_shell_shows_and_finds_headers(small_survey: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["headers", str(small_survey), "--traces", "3:5", "--words", "189,crossline", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [each["trace"] for each in answer["traces"]] == [3, 4, 5] and answer["traces_in_file"] == 2000
    crossline = answer["traces"][2]["values"][1]
    assert main(["headers", str(small_survey), "--find", f"193={crossline:g}", "--words", "193", "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "trace,193–196 crossline" and lines[1] == f"5,{crossline:g}"
    assert main(["headers", str(small_survey)]) == 0
    said = capsys.readouterr().out
    assert "Text header (EBCDIC)" in said and "sample interval" in said and "Trace headers 1–10 of 2,000" in said
    assert main(["headers", str(small_survey), "--summary"]) == 0
    assert "189–192  inline" in capsys.readouterr().out


@pytest.mark.slow
def test_what_cannot_be_shown_is_said(small_survey: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "short.sgy").write_bytes(small_survey.read_bytes()[:3000])
    (tmp_path / "cut.sgy").write_bytes(small_survey.read_bytes()[:-100])
    for arguments, said in (
        ([str(small_survey), "--words", "sweep"], "sweep frequency"),
        ([str(small_survey), "--traces", "9999:10000"], "There is no trace 9,999"),
        ([str(small_survey), "--find", "189"], "no search"),
        ([str(small_survey), "--find", "189=-5"], "No trace"),
        ([str(tmp_path / "short.sgy")], "too few"),
        ([str(tmp_path / "cut.sgy")], "cut off"),
        ([str(tmp_path / "none.sgy")], "There is no file"),
    ):
        assert main(["headers", *arguments]) == 1
        assert said in capsys.readouterr().err
