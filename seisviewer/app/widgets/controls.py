"""Small controls that panels and dialogs are built of, each made in one line with what its tooltip says."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from seisviewer.app.widgets.plain_text import PlainLabel, as_plain

Standard = QDialogButtonBox.StandardButton


def form(*rows: tuple[str, QWidget | QLayout]) -> QFormLayout:
    """Controls below one another, each behind its name; "" where the control names itself."""
    layout = QFormLayout()
    for name, control in rows:
        layout.addRow(name, control)
    return layout


def dialog_buttons(dialog: QDialog, buttons: Standard) -> QDialogButtonBox:
    """Buttons that accept and reject the dialog."""
    box = QDialogButtonBox(buttons)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def check_box(text: str, tip: str) -> QCheckBox:
    box = QCheckBox(text)
    box.setToolTip(as_plain(tip))
    return box


def quiet_button(text: str, tip: str) -> QPushButton:
    """A button that never takes the keyboard: the space bar pans the section, it must not press a button."""
    button = QPushButton(text)
    button.setToolTip(as_plain(tip))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def tool_button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(as_plain(tip))
    return button


def sentence(text: str = "", tip: str = "", lines: int = 1) -> QLabel:
    """A label that goes on in the next line. lines: it has room for at least, so that what lies below stays where it is."""
    label = PlainLabel(text)
    label.setWordWrap(True)
    if lines > 1:
        label.setMinimumHeight(lines * label.fontMetrics().lineSpacing())
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setToolTip(as_plain(tip))
    return label


def thin_bar() -> QProgressBar:
    """A progress bar without figures, which keeps its place while it is hidden."""
    bar = QProgressBar()
    policy = bar.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(policy)
    bar.setFixedHeight(8)
    bar.setTextVisible(False)
    return bar
