"""The list of horizons, and what is done with them."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.horizons.horizon_desk import HorizonDesk
from seisviewer.app.horizons.horizon_dialogs import ask_between, ask_export, ask_import
from seisviewer.app.named_list import MORE, NAME, NamedList, ask_colour
from seisviewer.app.painting.swatch import swatch
from seisviewer.app.widgets.controls import form, quiet_button, sentence
from seisviewer.app.widgets.numbered_rows import rows_of, tick
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.structure.horizons.horizon import Event
from seisviewer.translation import tr

EVENTS = (
    (tr("What lies there"), None),
    (tr("Peak"), Event.PEAK),
    (tr("Trough"), Event.TROUGH),
    (tr("Zero, − to +"), Event.ZERO_UP),
    (tr("Zero, + to −"), Event.ZERO_DOWN),
)
NOTHING = tr("No horizon yet: import one, or pick one on a section with the tool Horizon (O).")


class HorizonPanel(QWidget):
    """A row a horizon: shown or not, colour, name, how much of the survey it covers."""

    def __init__(self, desk: HorizonDesk) -> None:
        super().__init__()
        self._desk = desk
        self.list = NamedList(desk, tr("Horizon"), tr("Traces"))
        self.empty = sentence(NOTHING)
        self.event = QComboBox()
        self.event.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.event.setToolTip(tr("What the first pick of a new horizon is moved onto; the others follow it"))
        for text, _ in EVENTS:
            self.event.addItem(text)
        self.event.currentIndexChanged.connect(lambda row: setattr(desk, "event", EVENTS[row][1]))
        self.floor = QSpinBox(minimum=0, maximum=99, singleStep=5, suffix=" %", value=round(100 * desk.floor))
        self.floor.setKeyboardTracking(False)
        self.floor.setToolTip(
            tr(
                "How alike the waveforms on either side of a place must be for the tracker to pass it: "
                "higher stops sooner at faults"
            )
        )
        self.floor.valueChanged.connect(lambda value: setattr(desk, "floor", value / 100))
        self.buttons = {
            "new": quiet_button(tr("New"), tr("Let the next pick begin a new horizon")),
            "track": quiet_button(
                tr("Track"), tr("Follow the chosen horizon from its picks over the survey (Shift+M)")
            ),
            "colour": quiet_button(tr("Colour…"), tr("Draw the chosen horizon in another colour")),
            "delete": quiet_button(tr("Delete"), tr("Take the chosen horizon away; one undo brings it back")),
            "import": quiet_button(tr("Import…"), tr("Take horizons of other programs over, from text files")),
            "export": quiet_button(tr("Export…"), tr("Write all horizons as text files into a folder")),
            "between": quiet_button(
                tr("Label between…"), tr("Label what lies between two horizons with a class, on chosen lines")
            ),
        }
        grid = QGridLayout()
        for number, button in enumerate(self.buttons.values()):
            grid.addWidget(button, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty)
        column.addLayout(form((tr("Pick on"), self.event), (tr("Likeness"), self.floor)))
        column.addLayout(grid)
        commands = {
            "new": lambda: desk.choose(0),
            "track": desk.track,
            "colour": lambda: ask_colour(desk, self.window()),
            "delete": desk.delete,
            "import": lambda: ask_import(desk, self.window()),
            "export": lambda: ask_export(desk, self.window()),
            "between": lambda: ask_between(desk, self.window()),
        }
        for name, command in commands.items():
            self.buttons[name].clicked.connect(lambda _=False, command=command: command())
        desk.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        desk, volume = self._desk, self._desk.state.volume
        live = max(1, int(volume.geometry.live.sum())) if volume is not None else 1
        with rows_of(self.list, [horizon.number for horizon in desk.horizons], desk.chosen) as items:
            for item, horizon in zip(items, desk.horizons, strict=True):
                share = horizon.count / live
                item.setText(NAME, horizon.name)
                item.setText(
                    MORE, f"{share:.1%}" if horizon.count else tr("{count} picks").format(count=len(horizon.picks))
                )
                item.setIcon(NAME, swatch(horizon.colour))
                item.setCheckState(NAME, tick(desk.is_shown(horizon.number)))
                source = horizon.source or tr("source not known")
                item.setToolTip(
                    NAME,
                    as_plain(
                        tr("{horizon_name}: {source}, on a {event}").format(
                            horizon_name=horizon.name, source=source, event=tr(horizon.event.value)
                        )
                    ),
                )
        self.empty.setVisible(not desk.horizons)
        for name in ("track", "colour", "delete"):
            self.buttons[name].setEnabled(desk.current is not None)
        for name in ("export", "between"):
            self.buttons[name].setEnabled(bool(desk.horizons))
        for name in ("new", "import"):
            self.buttons[name].setEnabled(volume is not None)
