"""Both themes: what must be seen stands out from what lies behind it."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtGui import QColor, QImage, QPalette
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QStyleOptionGroupBox,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.catalogue_views.magnitude_frequency import MagnitudeFrequency
from seisviewer.app.catalogue_views.residual_plot import ResidualPlot
from seisviewer.app.main_window.start import make_application
from seisviewer.app.main_window.theme import THEMES, apply_theme
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.widgets.icons import icon

SEEN, READ = 3.0, 4.5  # contrast that WCAG 2 asks of the parts of a control, and of text
FIELD = 1.3  # of the edge of a field, which its text points out too


def luminance(colours: np.ndarray) -> np.ndarray:
    """Relative luminance (WCAG 2) of RGB values 0–255 (…, 3)."""
    scaled = np.asarray(colours, float) / 255
    linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def contrast(colours: np.ndarray, ground: np.ndarray) -> np.ndarray:
    one, other = luminance(colours), luminance(ground)
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def rgb(colour: str | QColor) -> np.ndarray:
    return np.array(QColor(colour).getRgb()[:3])


def strongest(widget: QWidget, area: QRect) -> float:
    """The strongest contrast in an area of a widget against the colour that is most frequent there."""
    image = widget.grab(area).toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    pixels = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8).reshape(-1, 4)[:, :3]
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    return float(contrast(colours, colours[counts.argmax()]).max())


@pytest.fixture(params=sorted(THEMES))
def theme(request, qtbot):
    apply_theme(make_application(), request.param)
    return THEMES[request.param]


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_a_box_that_is_not_checked_is_seen(qtbot, theme, kind) -> None:
    box = kind("Fade by confidence")
    qtbot.addWidget(box)
    box.show()
    option = QStyleOptionButton()
    option.initFrom(box)
    is_check = kind is QCheckBox
    part = QStyle.SubElement.SE_CheckBoxIndicator if is_check else QStyle.SubElement.SE_RadioButtonIndicator
    assert strongest(box, box.style().subElementRect(part, option, box)) >= SEEN


def test_the_box_of_a_group_that_is_not_checked_is_seen(qtbot, theme) -> None:
    group = QGroupBox("Only around a place")
    qtbot.addWidget(group)
    group.setCheckable(True)
    group.setChecked(False)
    group.show()
    option = QStyleOptionGroupBox()
    group.initStyleOption(option)
    box = group.style().subControlRect(
        QStyle.ComplexControl.CC_GroupBox, option, QStyle.SubControl.SC_GroupBoxCheckBox, group
    )
    assert strongest(group, box) >= SEEN


def test_a_box_in_a_list_that_is_not_checked_is_seen(qtbot, theme) -> None:
    shown = QListWidget()
    qtbot.addWidget(shown)
    item = QListWidgetItem("CI.CLC")
    item.setCheckState(Qt.CheckState.Unchecked)
    shown.addItem(item)
    shown.show()
    row = shown.visualItemRect(item)
    assert strongest(shown.viewport(), QRect(row.left(), row.top(), row.height() + 4, row.height())) >= SEEN


def test_a_menu_entry_that_is_not_checked_shows_that_it_can_be(qtbot, theme) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("Linked zoom").setCheckable(True)
    menu.popup(QPoint(0, 0))
    row = menu.actionGeometry(menu.actions()[0])
    assert strongest(menu, QRect(row.left() + 2, row.top() + 2, row.height(), row.height() - 2)) >= SEEN


@pytest.mark.parametrize("kind", [QSpinBox, QLineEdit])
def test_a_field_to_type_in_has_an_edge(qtbot, theme, kind) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    field = kind(around)
    field.move(10, 10)
    around.resize(field.width() + 20, field.height() + 20)
    around.show()
    edge = QRect(6, field.geometry().center().y(), 8, 1)
    assert strongest(around, edge) >= FIELD


def test_every_text_can_be_read_what_is_faint_or_greyed_out_too(theme) -> None:
    for ground in (theme.window, theme.base, theme.raised):
        for ink in (theme.faint, theme.text):
            assert contrast(rgb(ink), rgb(ground)) >= READ
    for ink, ground in (
        *((theme.text, theme.warning), (theme.text, theme.switched_on), (theme.on_accent, theme.accent)),
        *((theme.accent, theme.window), (theme.accent, theme.base)),  # of links
    ):
        assert contrast(rgb(ink), rgb(ground)) >= READ


def test_icons_are_seen_on_a_button_that_is_on_and_in_a_chosen_row(theme, qtbot) -> None:
    assert contrast(rgb(theme.text), rgb(theme.switched_on)) >= SEEN
    image = icon("lock").pixmap(48, 48, icon("lock").Mode.Selected).toImage()
    drawn = [image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255]
    chosen = make_application().palette().color(QPalette.ColorRole.Highlight)
    assert contrast(rgb(drawn[0]), rgb(chosen)) >= SEEN


def test_a_long_tooltip_is_wrapped(qtbot) -> None:
    apply_theme(make_application(), "light")
    QToolTip.showText(QPoint(100, 100), "one sentence that goes on and on " * 8)
    (tip,) = (
        widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel") and widget.isVisible()
    )
    assert tip.width() <= 420
    assert tip.height() >= tip.heightForWidth(tip.width()) > 3 * tip.fontMetrics().height()
    QToolTip.hideText()


@pytest.mark.parametrize("kind", [ResidualPlot, MagnitudeFrequency])
def test_names_in_a_legend_can_be_read_once_the_theme_has_changed(qtbot, kind) -> None:
    try:
        apply_theme(make_application(), "light")
        plot = kind()
        qtbot.addWidget(plot)
        plot.show()
        apply_theme(make_application(), "dark")
        QApplication.processEvents()
        ink = TraceColours.of(plot.palette()).ink
        for _, label in plot.legend.items:
            assert ink.name() in label.item.toHtml() and contrast(rgb(ink), rgb(THEMES["dark"].base)) >= READ
    finally:
        apply_theme(make_application(), "light")
        QApplication.processEvents()


def test_the_control_that_tab_comes_to_is_seen(qtbot, theme) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    layout = QVBoxLayout(around)
    choice, slider = QComboBox(), QSlider(Qt.Orientation.Horizontal)
    choice.addItem("Grey")
    controls = (QCheckBox("Flip"), QPushButton("Pick"), choice, slider, QRadioButton("Own"), QLineEdit(), QSpinBox())
    for control in controls:
        layout.addWidget(control)
    around.show()
    around.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None or around.isActiveWindow())
    before = {control: control.grab().toImage() for control in controls}
    reached = []
    for _ in range(len(controls) + 1):
        QTest.keyClick(QApplication.focusWidget() or around, Qt.Key.Key_Tab)
        reached.append(now := QApplication.focusWidget())
        assert now.grab().toImage() != before[now], type(now).__name__
    assert set(reached) == set(controls)
