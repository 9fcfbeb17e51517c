"""The help pages tell the truth about the program, in both languages."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from typer.main import get_command

from seisviewer.app.menus.action_table import BY_ID
from seisviewer.cli.main import app

HELP = resources.files("seisviewer.resources") / "help"
LANGUAGES = ("en", "zh")


NAMED = (
    *("brush", "eraser", "polygon", "fill", "line", "boundary", "no_tool"),
    *("only_unlabelled", "lock_class", "undo", "redo"),
    *("carry", "live", "improve", "prediction", "contours", "confidence", "fade", "stability", "whole", "save_view"),
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


def pages(language: str) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in (HELP / language).iterdir()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", NAMED)
def test_the_pages_name_the_key(language: str, action: str) -> None:
    key = BY_ID[action].keys[0]
    text = "\n".join(pages(language).values())
    assert re.search(rf"(?<![A-Za-z0-9]){re.escape(key)}(?![A-Za-z0-9])", text), f"{key} for {action} is not named"


def test_both_languages_have_the_same_pages_with_the_same_sections() -> None:
    english, chinese = (pages(language) for language in LANGUAGES)
    assert sorted(english) == sorted(chinese)
    for name, text in english.items():
        counts = [
            [len(re.findall(rf"^{mark} ", page, re.M)) for mark in ("#", "##", "###")] for page in (text, chinese[name])
        ]
        assert counts[0] == counts[1], f"{name}: headings {counts[0]} in English, {counts[1]} in Chinese"


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_between_pages_lead_somewhere(language: str) -> None:
    for name, text in pages(language).items():
        for link in re.findall(r"\]\(([^)#]+)", text):
            assert link.startswith("http") or (HELP / language / link).is_file(), f"{name} links to {link}"


def test_every_command_is_on_a_page() -> None:
    text = "\n".join(pages("en").values())
    names = list(get_command(app).commands)
    assert not [name for name in names if not re.search(rf"seisviewer {name}\b", text)]


def test_the_readme_names_the_pages() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for name in pages("en"):
        assert f"resources/help/en/{name}" in text and f"resources/help/zh/{name}" in text
