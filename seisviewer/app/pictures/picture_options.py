"""The controls of the picture dialog: what is shown, how large, and in which format."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QGridLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import check_box, form
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.pictures.picture_style import RESOLUTIONS, WIDTHS, PictureStyle
from seisviewer.translation import tr

FORMATS = (("svg", tr("SVG (vectors)")), ("pdf", tr("PDF (vectors)")), ("png", tr("PNG (pixels)")))
AROUND = (
    ("title", tr("Title"), tr("The title above")),
    ("legend", tr("Legend"), tr("Which colour or line means what")),
    ("colour_bar", tr("Colour bar"), tr("Which colour stands for which amplitude")),
    ("scale_bar", tr("Scale bar"), tr("How long a length along the section is")),
)
EVERYTHING = tuple(name for name, _, _ in AROUND)
TITLE_AND_LEGEND = ("title", "legend")


class PictureOptions(QWidget):
    """changed: any of them."""

    changed = pyqtSignal()

    def __init__(
        self, title: str, layers: Sequence[str], style: PictureStyle, kind: str, around: Sequence[str]
    ) -> None:
        """layers: names of what lies over the data, around: of AROUND; each can be left out."""
        super().__init__()
        self.title = QLineEdit(title)
        self.around: dict[str, QCheckBox] = {}
        for name, text, tip in AROUND:
            if name in around:
                self.around[name] = check_box(text, tip)
                self.around[name].setChecked(getattr(style, name))
        self.layers = {name: check_box(name, tr("{name}, as on screen").format(name=name)) for name in layers}
        for box in self.layers.values():
            box.setChecked(True)
        self.width = _millimetres(WIDTHS[0], style.width_mm, tr("Width of the whole picture"))
        self.height = _millimetres(WIDTHS[0] - 1, style.height_mm or 0.0, tr("Height of the whole picture"))
        self.height.setSpecialValueText(tr("As on screen"))
        self.dpi = QSpinBox()
        self.dpi.setRange(*RESOLUTIONS)
        self.dpi.setSuffix(tr(" dpi"))
        self.dpi.setValue(style.dpi)
        self.dpi.setToolTip(
            tr("Dots per inch of a PNG, and of the colours inside an SVG or PDF; lines and text are vectors")
        )
        self.kind = QComboBox()
        for name, text in FORMATS:
            self.kind.addItem(text, name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self._lay_out()
        self._connect()

    @property
    def style(self) -> PictureStyle:
        checked = {name: box.isChecked() for name, box in self.around.items()}
        height = self.height.value() if self.height.value() >= WIDTHS[0] else None
        return PictureStyle(self.width.value(), height, self.dpi.value(), **checked)

    @property
    def hidden(self) -> frozenset[str]:
        """The layers that are left out."""
        return frozenset(name for name, box in self.layers.items() if not box.isChecked())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form((tr("Title"), self.title)))
        for head, boxes in ((tr("Around it"), self.around), (tr("Over it"), self.layers)):
            if boxes:
                column.addWidget(PlainLabel(head))
                grid = QGridLayout()
                for place, box in enumerate(boxes.values()):
                    grid.addWidget(box, place // 2, place % 2)
                column.addLayout(grid)
        column.addLayout(
            form(
                (tr("Width"), self.width),
                (tr("Height"), self.height),
                (tr("Resolution"), self.dpi),
                (tr("Format"), self.kind),
            )
        )
        column.addStretch(1)

    def _connect(self) -> None:
        self.title.textChanged.connect(lambda _: self.changed.emit())
        for box in (*self.around.values(), *self.layers.values()):
            box.toggled.connect(lambda _: self.changed.emit())
        for number in (self.width, self.height, self.dpi):
            number.valueChanged.connect(lambda _: self.changed.emit())
        self.kind.currentIndexChanged.connect(lambda _: self.changed.emit())


def _millimetres(least: float, value: float, tip: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(least, WIDTHS[1])
    box.setDecimals(0)
    box.setSingleStep(10)
    box.setSuffix(tr(" mm"))
    box.setValue(value)
    box.setToolTip(as_plain(tip))
    box.setKeyboardTracking(False)
    return box
