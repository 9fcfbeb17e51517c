"""The settings that there are, each with the part of the window that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QPushButton, QSpinBox, QWidget

from seisviewer.app.main_window.theme import THEMES
from seisviewer.app.painting.class_panel import ClassPanel
from seisviewer.app.settings.settings_dialog import Setting
from seisviewer.app.settings.text_size import SIZES
from seisviewer.app.stores.memory_choice import LEAST, MIB
from seisviewer.app.topics import Topic
from seisviewer.errors import SeisviewerError
from seisviewer.memory import total_memory
from seisviewer.pictures.colour_maps import colour_map
from seisviewer.pictures.own_colour_maps import import_colour_map, write_colour_map
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts

THEME_NAMES = {"light": tr("Light"), "dark": tr("Dark")}
MAPS = tr("Colour maps (*.json *.txt *.csv);;All files (*)")


def all_settings(parts: Parts) -> tuple[Setting, ...]:
    """With controls that show how things are now and change them at once."""
    return (*_looks(parts), *_learning(parts), *_memory(parts), *_files(parts))


def _looks(parts: Parts) -> Sequence[Setting]:
    theme = _choice({name: THEME_NAMES[name] for name in THEMES}, parts.theme.name, parts.theme.set)
    parts.theme.changed.connect(lambda name: theme.setCurrentIndex(theme.findData(name)))
    size = _choice({percent: f"{percent} %" for percent in SIZES}, parts.text_size.percent, parts.text_size.set)
    return (
        Setting(tr("Looks"), tr("Theme"), tr("Light or dark, in the whole window."), theme, tr("colours contrast")),
        Setting(
            tr("Looks"), tr("Text size"), tr("Of what the desktop asks for, in the whole window."), size, tr("font letters")
        ),
        Setting(
            tr("Looks"),
            tr("Layout"),
            tr("Put every panel of the desk in front back where it was at first."),
            _buttons((tr("Reset"), parts.panels.reset)),
            tr("panels docks"),
        ),
    )


def _learning(parts: Parts) -> Sequence[Setting]:
    live, layers, stored = parts.sections.live, parts.sections.layers, parts.sections.stored
    subject = tr("Learning")
    return (
        Setting(
            subject,
            tr("Carry strokes along reflectors"),
            tr("Reflectors carry the strokes over the survey as soon as two classes are painted, without a network."),
            _check(layers.on, layers.set_on, layers.on_changed),
        ),
        Setting(
            subject,
            tr("Fill the whole survey"),
            tr("Predict every line in the background and store it, those near what you look at first."),
            _check(stored.filling, stored.set_filling, stored.filling_changed),
        ),
        Setting(
            subject,
            tr("Start training at the second class"),
            tr("Live training starts as soon as a second class has been painted."),
            _check(live.auto_start, live.set_auto_start, live.auto_start_changed),
        ),
        Setting(
            subject,
            tr("Rounds start by themselves"),
            tr(
                "A round of self-training starts when no stroke has come for a minute; otherwise only "
                "Improve starts one."
            ),
            _check(live.auto_rounds, live.set_auto_rounds),
        ),
    )


def _memory(parts: Parts) -> Sequence[Setting]:
    memory, most = parts.sections.memory, max(LEAST, total_memory() // MIB)
    box = QSpinBox()
    box.setRange(LEAST, most)
    box.setSingleStep(256)
    box.setSuffix(" MiB")
    box.setValue(memory.bytes // MIB)
    box.valueChanged.connect(memory.set_mib)
    return (
        Setting(
            tr("Memory"),
            tr("Memory for surveys"),
            tr(
                "How much a survey on the desk may take, from the next one on that is opened; one that "
                "does not fit is read from its store."
            ),
            box,
            "RAM",
        ),
    )


def _files(parts: Parts) -> Sequence[Setting]:
    state, ask = parts.sections.state, parts.menus.actions
    return (
        Setting(
            tr("To take along"),
            tr("Keyboard shortcuts"),
            tr("Change the key of any action, write all keys to a file, or take those of one."),
            _buttons((tr("Change…"), ask["shortcuts"].trigger)),
            tr("keys import export"),
        ),
        Setting(
            tr("To take along"),
            tr("Colour maps"),
            tr(
                "Import a colour map from a .json file or text with red, green and blue in each line, or "
                "export the one in use."
            ),
            _buttons((tr("Import…"), lambda: import_map(parts)), (tr("Export…"), lambda: export_map(parts))),
            "colours",
        ),
        Setting(
            tr("To take along"),
            tr("Class tables"),
            tr(
                "Import or export the classes of the survey on the desk; the button Tables of their "
                "panel does the same."
            ),
            _buttons(
                (tr("Import…"), class_panel(parts).import_table),
                (tr("Export…"), class_panel(parts).export_table),
                enabled=state.volume is not None,
            ),
            tr("facies colours"),
        ),
    )


def class_panel(parts: Parts) -> ClassPanel:
    return parts.panels.docks["classes"].findChild(ClassPanel)


def import_map(parts: Parts) -> None:
    """Ask for a file, keep its colour map and draw with it."""
    state = parts.sections.state
    path, _ = QFileDialog.getOpenFileName(parts.window, tr("Import a colour map"), str(Path.home()), MAPS)
    if not path:
        return
    try:
        read = import_colour_map(Path(path))
    except SeisviewerError as error:
        state.report(str(error), Topic.COLOURS)
        return
    state.solved.emit(Topic.COLOURS)
    state.colour_maps_changed.emit()
    if read.kind == "cyclic":
        state.message.emit(
            tr("{title} is kept; amplitudes are not drawn with a cyclic colour map.").format(title=read.title)
        )
        return
    state.set_display(colour_map=read.name)
    state.message.emit(tr("{title} is kept, and draws the amplitudes now.").format(title=read.title))


def export_map(parts: Parts) -> None:
    """Ask for a file and write the colour map of the amplitudes to it."""
    state = parts.sections.state
    used = colour_map(state.display.colour_map)
    start = str(Path.home() / f"{used.name}.json")
    path, _ = QFileDialog.getSaveFileName(parts.window, tr("Export the colour map"), start, MAPS)
    if not path:
        return
    try:
        write_colour_map(Path(path), used)
    except SeisviewerError as error:
        state.report(str(error), Topic.COLOURS)
        return
    state.solved.emit(Topic.COLOURS)
    state.message.emit(tr("The colour map is in {path}.").format(path=path))


def _choice(texts: dict, now: object, change: Callable[[object], object]) -> QComboBox:
    box = QComboBox()
    for value, text in texts.items():
        box.addItem(text, value)
    box.setCurrentIndex(box.findData(now))
    box.currentIndexChanged.connect(lambda _: change(box.currentData()))
    return box


def _check(on: bool, change: Callable[[bool], object], changed: object = None) -> QCheckBox:
    box = QCheckBox()
    box.setChecked(on)
    box.toggled.connect(change)
    if changed is not None:
        changed.connect(box.setChecked)
    return box


def _buttons(*named: tuple[str, Callable[[], object]], enabled: bool = True) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for text, command in named:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setEnabled(enabled)
        button.clicked.connect(lambda _, command=command: command())
        layout.addWidget(button)
    return row
