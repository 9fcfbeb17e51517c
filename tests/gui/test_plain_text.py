"""Names from files are shown as they stand, never as HTML, in every label, tooltip and question."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import obspy
import pytest
from PyQt6.QtCore import QAbstractItemModel, QAbstractListModel, QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QAbstractItemView, QGraphicsView, QLabel, QWidget

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.widgets.controls import sentence, tool_button
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.app.widgets.plain_text import as_plain

from ..parsed_code import parsed

APP = Path(__file__).parents[2] / "seisviewer" / "app"
HOSTILE = "<img src=x>"
OPENING_MS = 15_000
ASKING = ("question", "information", "warning", "critical")


def test_only_what_would_be_html_is_changed() -> None:
    assert as_plain("a < b & c") == "a < b & c"
    assert as_plain("<b>c</b>\n& d") == "<qt>&lt;b&gt;c&lt;/b&gt;<br>&amp; d</qt>"


def test_what_everything_is_built_of_takes_no_html(qtbot) -> None:
    label, elided, button = sentence(HOSTILE, tip=HOSTILE), ElidedLabel(), tool_button("a", HOSTILE)
    elided.setText(HOSTILE)
    for widget in (label, elided, button):
        qtbot.addWidget(widget)
        assert HOSTILE not in widget.toolTip()
    assert label.textFormat() is elided.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.slow
def test_no_line_of_the_window_shows_a_text_that_qt_may_take_for_html() -> None:
    """A tooltip or question is a constant, or passes `as_plain`; labels are of the two kinds that do not guess."""
    found = []
    for path in sorted(APP.rglob("*.py")):
        if path.name == "plain_text.py":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and (wrong := unsafe(node)):
                found.append(f"{path.relative_to(APP)}, line {node.lineno}: {wrong}")
    assert not found, "\n".join(found)


def unsafe(call: ast.Call) -> str:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    owner = getattr(getattr(call.func, "value", None), "id", "")
    if name == "QLabel":
        return "use PlainLabel or RichLabel"
    if name in ("setToolTip", "showText", "setWhatsThis", "setInformativeText") and not is_plain(call.args[-1]):
        return f"{name} without as_plain"
    if owner == "QMessageBox" and name in ASKING and not is_plain(call.args[2]):
        return "a question without as_plain"
    if name in ("QErrorMessage", "QSplashScreen", "QProgressDialog"):
        return f"{name} guesses"
    return ""


def is_plain(text: ast.expr) -> bool:
    if isinstance(text, ast.Call):
        if getattr(text.func, "id", "") == "tr":  # a constant in another language
            return isinstance(text.args[0], ast.Constant)
        return (getattr(text.func, "id", "") or getattr(text.func, "attr", "")) in ("as_plain", "toolTip")
    return isinstance(text, ast.Constant) or (isinstance(text, ast.Name) and text.id.isupper())


@pytest.fixture
def window(new_window) -> MainWindow:
    return new_window(1280, 800)


@pytest.mark.slow
def test_a_survey_classes_and_stations_with_names_of_html_are_shown_as_they_stand(
    qtbot, window: MainWindow, small_survey: Path, tmp_path: Path
) -> None:
    survey = Path(shutil.copy(small_survey, tmp_path / f"{HOSTILE}.sgy"))
    window.parts.open_router.open(survey)
    sections, traces = window.parts.sections, window.parts.traces
    qtbot.waitUntil(lambda: sections.state.volume is not None, timeout=OPENING_MS)
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=OPENING_MS)
    editor = sections.label_editor
    table = editor.classes
    named = (replace(each, name=f"{HOSTILE}{each.number}") for each in table.classes)
    editor.set_classes(replace(table, classes=tuple(named)))
    records = tmp_path / f"{HOSTILE}.mseed"
    stream = obspy.Stream()
    for code in "ZNE":
        trace = obspy.Trace(np.random.default_rng(0).normal(size=3000).astype(np.float32))
        trace.stats.update({"network": "XX", "station": "<b>A", "channel": f"HH{code}", "sampling_rate": 100.0})
        stream.append(trace)
    stream.write(records, format="MSEED")
    (tmp_path / "p.csv").write_text(
        "station,phase,time,prob,model\n<b>A,P,1970-01-01T00:00:10,0.9,<b>m\n<i>Q,P,1970-01-01T00:00:05,0.9,m\n"
    )
    window.parts.open_router.drop([records, tmp_path / "p.csv"])
    qtbot.waitUntil(lambda: len(traces.state.picks) == 2, timeout=OPENING_MS)
    seen = {text for text in guessing(window)}
    assert not seen
    assert "<i>Q" in window.errors.text


def guessing(window: QWidget) -> Iterator[str]:
    """Texts of the window that Qt would take for HTML and that hold a name as it stands in the file."""
    for each in [window, *window.findChildren(QObject)]:
        if isinstance(each, QLabel) and each.textFormat() is not Qt.TextFormat.PlainText:
            yield from foreign(each.text(), f"label {each.objectName()}")
        if isinstance(each, QWidget | QAction):
            yield from foreign(each.toolTip(), f"tooltip of {type(each).__name__}")
        if isinstance(each, QAbstractItemView) and each.model() is not None:
            for tip in tips(each.model(), QModelIndex()):
                yield from foreign(tip, f"tooltip in {type(each).__name__}")
        if isinstance(each, QGraphicsView) and each.scene() is not None:
            for item in each.scene().items():
                yield from foreign(item.toolTip(), f"tooltip of {type(item).__name__}")
                if hasattr(item, "toHtml"):
                    yield from foreign(item.toHtml(), f"text of {type(item).__name__}")


def foreign(text: str, where: str) -> Iterator[str]:
    if Qt.mightBeRichText(text) and any(name in text for name in (HOSTILE, "<b>A", "<i>Q", "<b>m")):
        yield f"{where}: {text[:200]}"


def tips(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), 200)):
        column = 0
        while (index := model.index(row, column, parent)).isValid():
            yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            column += 1
        if not isinstance(model, QAbstractListModel | QAbstractTableModel):  # a tree
            yield from tips(model, model.index(row, 0, parent))
