"""What the program says is in the catalogue, whole in every language, and passes it."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from seisviewer.picks.quakeml_reading import read_quakeml
from seisviewer.translation import VARIABLE, choose_language, chosen_language, language_in_use

from .parsed_code import parsed

ROOT = Path(__file__).parents[1]
# What is shown to the user where a text is handed to it.
SHOWN = {
    *("setText", "setWindowTitle", "setToolTip", "setStatusTip", "setPlaceholderText", "setTitle", "setSpecialValueText"),
    *("QPushButton", "QCheckBox", "QGroupBox", "PlainLabel", "RichLabel", "addTab", "quiet_button", "tool_button", "check_box"),
    *("Progress", "Notice", "question", "setAccessibleName", "setHorizontalHeaderLabels"),
}  # fmt: skip
# Names of programs, people and formats are the same in every language.
NAMES = re.compile(
    r"--\w+|seisviewer|SEG-Y|ConvNetQuake|Zhu et al\. 2020|STA/LTA|HTML|GiB|MiB|UTC|ConvNetQuake|QuakeML|StationXML|Mc|AGC|Hz|kB"
)


def test_the_catalogues_hold_all_that_the_program_says_with_the_same_places_for_values(capsys) -> None:
    tool = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", tool)
    translations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(translations)
    assert translations.main(check=True) == 0, capsys.readouterr().out[:4000]


def code() -> list[tuple[Path, ast.Module]]:
    return [(path, parsed(path)) for path in sorted((ROOT / "seisviewer").rglob("*.py"))]


def test_no_words_for_the_user_bypass_the_catalogue() -> None:
    found = []
    for path, tree in code():
        for line, text in bypassing(tree):
            found.append(f"{path.relative_to(ROOT)}, line {line}: {text}")
    assert not found, "\n".join(found)


def test_sentences_put_together_of_values_are_in_the_catalogue() -> None:
    """An f-string is in one language. Markup, styles, projections and names of files are no words."""
    found = []
    for path, tree in code():
        shown = path.relative_to(ROOT / "seisviewer").parts[0] in ("app", "pictures", "catalogue")
        for node in ast.walk(tree) if shown else ():
            if isinstance(node, ast.JoinedStr):
                text = "…".join(part.value for part in node.values if isinstance(part, ast.Constant))
                plain = NAMES.sub("", re.sub(r"<[^>]*>|background: .*|[+]\w+=\S*|_\w+[.]\w+", "", text))
                if len(re.findall(r"[A-Za-z]{2,}", plain)) > 1:
                    found.append(f"{path.relative_to(ROOT)}, line {node.lineno}: {text}")
    assert not found, "\n".join(found)


def bypassing(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Texts of words that are shown, or raised, as they stand in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SHOWN:
                yield from ((each.lineno, text) for each in node.args if (text := words(each)))
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = getattr(node.exc.func, "id", "")
            if name not in ("AttributeError", "KeyError", "NotImplementedError", "AssertionError"):
                yield from ((each.lineno, text) for each in node.exc.args if (text := words(each)))


def words(node: ast.expr) -> str:
    """A text of the code that holds words, without the values in it; "" for anything else."""
    if isinstance(node, ast.JoinedStr):
        text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    else:
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    bare = NAMES.sub("", re.sub(r"<[^<>]*>|&\w+;", "", text))
    return text if re.search(r"[A-Za-z]{3,}", bare) else ""


def test_the_language_is_what_is_said_then_what_was_chosen_then_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh_CN")
    assert language_in_use() == "zh"
    monkeypatch.delenv(VARIABLE)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert (chosen_language(), language_in_use()) == ("", "zh")
    choose_language("en")
    assert (chosen_language(), language_in_use()) == ("en", "en")
    choose_language("")
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert language_in_use() == "en"
    for said, language in (("zh_TW.UTF-8", "en"), ("zh_Hant_HK", "en"), ("zh-Hans-SG", "zh"), ("zh", "zh")):
        monkeypatch.setenv("LANG", said)
        assert language_in_use() == language, "Traditional Chinese is another language than the one there is"


@pytest.mark.slow
def test_a_command_says_its_help_and_its_errors_in_chinese(tmp_path: Path) -> None:
    said = in_chinese("info", str(tmp_path / "none.sgy"))
    assert said.returncode == 1 and "不存在。" in said.stderr, said.stderr
    helped = in_chinese("info", "--help")
    assert helped.returncode == 0 and "选项" in helped.stdout and len(re.findall("[一-龥]", helped.stdout)) > 60


def in_chinese(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {VARIABLE: "zh", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "seisviewer", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=120)


@pytest.mark.slow
def test_the_window_fits_and_works_in_chinese() -> None:
    """Tables whose rows are found by their words, and words that do not fit, come out only in another language."""
    pytest.importorskip("PyQt6")
    tests = ["tests/gui/test_window_size.py", "tests/gui/test_plain_text.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=environment | {"SEISVIEWER_TEST_LANGUAGE": "zh"}, timeout=600
    )
    assert done.returncode == 0, done.stdout[-4000:]


STORED = """
from pathlib import Path
from types import SimpleNamespace
import sys
from seisviewer.networks.pickers import phase_of
from seisviewer.picks.pick import Pick
from seisviewer.picks.quakeml import write_quakeml
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.project.runs import Run
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.doubt_words import state_for_programs, state_of
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.runs.model_names import pass_model
from seisviewer.workflows.stroke_doubts import Doubt, Standing
run = Run(3, Path(), "supervised", "finished", 1, 0.0, None, {}, {})
assert run.name != "run 3" == run.key == pass_model(run) == Answer.of(run).name_in_files, "stored predictions, SEG-Y headers"
for standing in Standing:
    doubt = Doubt((1,), standing, None, SimpleNamespace(verdict=Verdict.OPEN))
    assert state_for_programs(doubt).isascii() and not state_of(doubt).isascii(), "JSON, and the window"
assert phase_of("Detection") == "Detection", "the label of a network"
pick = Pick(StationId("XX", "AAA", "", "HH"), "P", 1e9, uncertainty=0.2, width_of_model=True)
write_quakeml(Path(sys.argv[1]), (pick,))
"""


@pytest.mark.slow
def test_what_is_stored_or_compared_is_the_same_in_every_language(tmp_path: Path) -> None:
    path = tmp_path / "picks.xml"
    environment = os.environ | {VARIABLE: "zh", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", STORED, str(path)], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert path.read_text(encoding="utf-8").isascii()
    (pick,) = read_quakeml(path).picks
    assert pick.width_of_model, "read in English"
