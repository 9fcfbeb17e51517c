"""What is handed to packagers says the same as pyproject.toml, and is well formed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
CONDA_NAMES = {"torch": "pytorch", "pyqt6": "pyqt", "pyopengl": "pyopengl"}
TYPES = "{http://www.freedesktop.org/standards/shared-mime-info}"


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_conda_recipe_asks_for_what_the_program_needs() -> None:
    recipe = (PACKAGING / "conda" / "recipe.yaml").read_text(encoding="utf-8")
    run = re.search(r"^  run:\n((?:    - .*\n)+)", recipe, re.M)[1]
    asked = [Requirement(line.strip(" -").replace(" ", "", 1)) for line in run.splitlines()]
    needed = [Requirement(line) for line in (*project()["dependencies"], f"python{project()['requires-python']}")]
    names = {CONDA_NAMES.get(each.name.lower(), each.name): each.specifier for each in needed}
    assert {each.name: each.specifier for each in asked} == names, (
        "packaging/conda/recipe.yaml has not what pyproject.toml asks for"
    )


def test_the_desktop_knows_every_type_that_the_entry_names() -> None:
    entry = ConfigParser(interpolation=None, delimiters=("=",))
    entry.optionxform = str
    entry.read(PACKAGING / "desktop" / "seisviewer.desktop", encoding="utf-8")
    named = [name for name in entry["Desktop Entry"]["MimeType"].split(";") if name]
    root = ET.parse(PACKAGING / "desktop" / "seisviewer.xml").getroot()
    assert sorted(named) == sorted(each.get("type") for each in root.iter(f"{TYPES}mime-type"))
    patterns = {each.get("pattern") for each in root.iter(f"{TYPES}glob")}
    assert {"*.sgy", "*.segy", "*.mseed", "*.seis"} <= patterns


@pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are Linux's")
def test_the_menu_entry_starts_the_program_that_was_named_and_goes_again(tmp_path: Path) -> None:
    program = tmp_path / "a folder" / "seisviewer"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    install = [str(PACKAGING / "desktop" / "install.sh")]
    subprocess.run([*install, str(program)], check=True, env=environment, capture_output=True)
    entry = (tmp_path / "data" / "applications" / "seisviewer.desktop").read_text(encoding="utf-8")
    assert f'Exec="{program}" open %F' in entry
    assert (tmp_path / "data" / "icons" / "hicolor" / "scalable" / "apps" / "seisviewer.svg").is_file()
    subprocess.run([*install, "--remove"], check=True, env=environment, capture_output=True)
    left = [each.name for each in (tmp_path / "data").rglob("seisviewer.*")]
    assert left == []


@pytest.mark.parametrize("script", sorted(PACKAGING.rglob("*.sh")), ids=lambda path: path.name)
def test_a_script_has_no_mistake_of_syntax(script: Path) -> None:
    done = subprocess.run(["bash", "-n", str(script)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
