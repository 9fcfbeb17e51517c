"""What stands above the sections while two interpreters are compared."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from seisviewer.app.interpreters.agreement_layer import COLOURS, NAMES, WORDS
from seisviewer.app.interpreters.second_interpreter import SecondInterpreter
from seisviewer.app.interpreters.take_over_tool import TakeOverTool
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import quiet_button, sentence
from seisviewer.app.widgets.plain_text import RichLabel, as_plain
from seisviewer.translation import tr
from seisviewer.volumes.section_names import section_title
from seisviewer.workflows.interpreters.label_comparison import LabelComparison

AGREEMENT, THEIRS = tr("Agreement"), tr("Their classes")


class InterpreterBar(QWidget):
    def __init__(
        self, state: SectionState, second: SecondInterpreter, label_editor: LabelEditor, tool: TakeOverTool
    ) -> None:
        super().__init__()
        self._state, self._second, self._editor = state, second, label_editor
        self.said = sentence(
            tip=tr("How far the two agree on the section in use, and on the whole survey once that is counted")
        )
        self.legend = RichLabel(
            "  ".join(f"<span style='color:{COLOURS[code]}'>■</span> {words}" for code, words in WORDS.items())
        )
        self.shows = QComboBox()
        self.shows.addItems([AGREEMENT, THEIRS])
        self.shows.setToolTip(tr("What is drawn: where the two agree, or the classes of the other one"))
        self.shows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take = quiet_button(
            tr("Take over"),
            tr("Click on a region to make the other's label yours, or drag a box (Shift+T); one undo takes it back"),
        )
        self.count = quiet_button(tr("Whole survey"), tr("Count kappa and the IoU of each class on all labels"))
        self.stop = quiet_button(tr("End"), tr("Compare with nobody any more"))
        self.shows.currentTextChanged.connect(lambda text: second.show_theirs(text == THEIRS))
        self.take.clicked.connect(lambda: state.set_tool(tool))
        self.count.clicked.connect(second.count)
        self.stop.clicked.connect(second.end)
        # Neither may widen the views: what has no room in the legend stands in its tooltip.
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.legend.setToolTip(as_plain(", ".join(f"{NAMES[code]}: {words}" for code, words in WORDS.items())))
        row = QHBoxLayout()
        row.addWidget(self.legend, 1)
        for widget in (self.shows, self.take, self.count, self.stop):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(2)
        column.addWidget(self.said)
        column.addLayout(row)
        second.changed.connect(self._show)
        state.shown_changed.connect(lambda _: self._show())
        self._show()

    def _show(self) -> None:
        other = self._second.other
        self.setVisible(other is not None)
        if other is None or not self._state.shown or self._state.volume is None:
            return
        self.legend.setVisible(not self._second.theirs_shown)
        section = self._state.shown[0]
        lines = [f"{section_title(self._state.volume.geometry, section)}: {in_words(self._second.comparison(section))}"]
        if self._second.whole is not None:
            lines.append(tr("Whole survey: {whole}").format(whole=in_words(self._second.whole)))
            lines.append(self._by_class(self._second.whole))
        self.said.setText("\n".join(lines))

    def _by_class(self, found: LabelComparison) -> str:
        overlaps = (
            f"{self._editor.classes.name_of(number)} {'–' if iou != iou else f'{iou:.2f}'}"
            for number, iou, *_ in found.rows()
        )
        return tr("IoU by class: {overlaps}").format(overlaps=", ".join(overlaps))


def in_words(found: LabelComparison | None) -> str:
    if found is None or not found.both:
        return tr("nothing is labelled by both")
    kappa = "–" if found.kappa != found.kappa else f"{found.kappa:.2f}".replace("-", "−")
    return tr("{both:,} samples labelled by both, {agreement:.0f} % agree, kappa {kappa}").format(
        both=found.both, agreement=100 * found.agreement, kappa=kappa
    )
