"""What plugins add stands in the lists of the window, and one that fails says so and hurts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seisviewer.app.exporting.export_dialog import volume_formats
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.colours.map_list import MapList
from seisviewer.pictures.attribute_kinds import attribute_kinds
from seisviewer.plugins import found
from seisviewer.plugins.found import Plugin


@pytest.fixture
def with_plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "window_plugins.py").write_text("import numpy as np\ngood = np.eye(3)\n", encoding="utf-8")
    entries = (("colormaps", "good"), ("colormaps", "bad"), ("attributes", "bad"), ("exports", "volumes.tape"))
    every = tuple(Plugin(group, name, f"window_plugins:{name}", "mine 0.3") for group, name in entries)
    found.forget()
    monkeypatch.setattr(found, "_named", lambda: iter(every))
    yield
    monkeypatch.undo()
    found.forget()


@pytest.mark.usefixtures("with_plugins")
def test_a_colour_map_is_imported_when_it_is_chosen_and_one_that_fails_leaves_the_list(qtbot) -> None:
    state = SectionState()
    said: list[str] = []
    state.problem.connect(said.append)
    maps = MapList(state)
    qtbot.addWidget(maps)
    chosen: list[str] = []
    maps.chosen.connect(chosen.append)
    maps.show_name("vik")
    assert found.loaded(found.plugins("colormaps")["good"]) is None and not chosen
    maps.setCurrentIndex(maps.findData("bad"))
    assert maps.currentData() == "vik" and maps.findData("bad") < 0 and not chosen
    assert len(said) == 1 and "“bad” of mine 0.3 cannot be loaded (AttributeError" in said[0]
    maps.setCurrentIndex(maps.findData("good"))
    assert chosen == ["good"] and not maps.itemIcon(maps.currentIndex()).isNull()


@pytest.mark.usefixtures("with_plugins")
def test_attributes_and_formats_stand_after_ours() -> None:
    assert list(attribute_kinds())[-1] == "bad" and list(volume_formats().items())[-1] == ("tape", "TAPE by mine 0.3")
