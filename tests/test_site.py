"""The help pages as a site: every link of them leads somewhere, in both languages."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from seisviewer.app.menus.action_table import TABLE

ROOT = Path(__file__).parents[1]
FROM_THE_PROGRAM = ("index.html", "commands.html", "keys.html")


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="the extra “docs” is not installed")
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(ROOT / "docs" / "mkdocs.yml")]
    done = subprocess.run([*command, "-d", str(tmp_path)], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    for folder in (tmp_path, tmp_path / "zh"):
        pages = sorted(page.stem for page in (ROOT / "resources" / "help" / "en").glob("*.md"))
        built = {page.stem for page in folder.glob("*.html")}
        assert set(pages) <= built
        assert all((folder / name).is_file() for name in FROM_THE_PROGRAM)
    keys = (tmp_path / "keys.html").read_text(encoding="utf-8")
    assert all(f"<code>{action.keys[0]}</code>" in keys for action in TABLE if action.keys and action.keys[0].isalnum())
    assert "seisviewer train-picker" in (tmp_path / "commands.html").read_text(encoding="utf-8")
