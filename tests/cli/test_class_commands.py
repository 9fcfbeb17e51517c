"""Classes from a shell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from seisviewer.cli.main import main


@pytest.fixture
def project(small_survey: Path, tmp_path: Path) -> Path:
    made = tmp_path / "survey.seis"
    shutil.copy(small_survey, tmp_path / "survey.sgy")
    assert main(["ingest", str(tmp_path / "survey.sgy"), str(made)]) == 0
    return made


def kinds(project: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    capsys.readouterr()
    assert main(["classes", "list", str(project), "--json"]) == 0
    return {row["name"]: row["kind"] for row in json.loads(capsys.readouterr().out)}


@pytest.mark.slow
def test_a_class_is_told_to_be_a_body_by_name_or_number(project, capsys):
    before = kinds(project, capsys)
    assert set(before.values()) == {"decide"}
    assert main(["classes", "set", str(project), "facies 1", "--kind", "body"]) == 0
    assert main(["classes", "set", str(project), "2", "--kind", "layer"]) == 0
    assert kinds(project, capsys) == before | {"Facies 1": "body", "Facies 2": "layer"}
    assert main(["classes", "list", str(project)]) == 0
    assert "Facies 1  body" in capsys.readouterr().out


def test_a_class_that_is_not_there_is_named_with_those_that_are(project, capsys):
    assert main(["classes", "set", str(project), "salt", "--kind", "body"]) == 1
    assert "There is no class “salt”: the classes are 1 Facies 1, 2 Facies 2" in capsys.readouterr().err
