"""The help pages and the README name the keys that the window has."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from seisviewer.app.actions import BY_ID

PAGES = {
    "help_en.md": resources.files("seisviewer.resources") / "help" / "help_en.md",
    "help_zh.md": resources.files("seisviewer.resources") / "help" / "help_zh.md",
    "README.md": Path(__file__).parents[2] / "README.md",
}
NAMED = (
    *("brush", "eraser", "polygon", "fill", "line", "no_tool", "only_unlabelled", "lock_class", "undo", "redo"),
    *("live", "improve", "prediction", "contours", "confidence", "fade", "stability", "whole", "save_view"),
    *("view_inline", "view_crossline", "view_time", "view_all"),
    *(
        "to_sections",
        "to_traces",
        "open_waveforms",
        "open_folder",
        "export_picks",
        "zoom_in",
        "zoom_out",
        "higher",
        "lower",
    ),
    *("all_time", "filter", "record_section", "rotated", "seconds", "spectrogram", "probabilities", "show_picks"),
    *("set_p", "set_s", "delete_pick", "accept", "reject", "back", "next_pick", "pick"),
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("action", NAMED)
def test_a_page_names_the_key(page: str, action: str) -> None:
    key = BY_ID[action].keys[0]
    text = PAGES[page].read_text(encoding="utf-8")
    assert re.search(rf"(?<![A-Za-z0-9]){re.escape(key)}(?![A-Za-z0-9])", text), (
        f"{page} does not name {key} for {action}"
    )
