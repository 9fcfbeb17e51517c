"""The tour of the section desk: from a survey to facies that can be taken elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QPushButton, QWidget

from seisviewer.app.tour.step import Step
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts

STARTS = ("open", "open_waveforms", "open_project", "open_demo")  # buttons of the start page


def section_steps(parts: Parts) -> tuple[Step, ...]:
    """In the order in which a first survey is interpreted. Made when the tour begins, in the language of the moment."""
    sections = parts.sections
    state = sections.state

    def on_bar(*names: str) -> list[QWidget]:
        return [parts.menus.bar.widgetForAction(parts.menus.actions[name]) for name in names]

    return (
        Step(
            tr("Open a survey"),
            tr(
                "Open a survey of your own, or try the demo, a small synthetic survey whose facies are "
                "known. The tour goes on as soon as it is open."
            ),
            lambda: start_buttons(parts.window, "open", "open_demo"),
            actions=("open",),
            changed=state.volume_changed,
            value=lambda: state.volume is not None,
            needed=True,
        ),
        Step(
            tr("Look through it"),
            tr(
                "Turn the wheel over a section to step from line to line. Ctrl and the wheel zoom, a "
                "double click shows the whole section again."
            ),
            lambda: [sections.views.active],
            actions=("next", "previous", "whole"),
            changed=state.position_changed,
            value=lambda: state.position,
        ),
        Step(
            tr("Choose a class"),
            tr(
                "These are the facies that can be painted. Click on the one that you want to paint, or "
                "press its number."
            ),
            lambda: [parts.panels.docks["classes"]],
            panel="classes",
            changed=state.brush_changed,
            value=lambda: state.brush.label,
        ),
        Step(
            tr("Take the brush"),
            tr("The brush, the polygon and the other paint tools stand here. Take the brush."),
            lambda: on_bar("brush", "eraser", "polygon", "fill", "line"),
            actions=("brush", "eraser", "no_tool"),
            changed=state.tool_changed,
            value=lambda: state.tool is sections.tools["brush"],
        ),
        Step(
            tr("Paint two classes"),
            tr(
                "Drag over the section to paint a few strokes of one class, then choose another one and "
                "paint it too. Every stroke is saved at once and can be undone."
            ),
            lambda: [sections.views.active],
            actions=("undo", "smaller", "larger"),
            changed=state.labels_changed,
            value=lambda: len(sections.label_editor.counts()) > 1,
        ),
        Step(
            tr("See what follows from it"),
            tr(
                "As soon as two classes are painted, reflectors carry your strokes over the whole survey "
                "and colour it. With these buttons the answer is shown or hidden, and how sure it is."
            ),
            lambda: on_bar("prediction", "confidence"),
            actions=("prediction", "confidence"),
            changed=state.overlays_changed,
            value=lambda: state.overlays,
        ),
        Step(
            tr("Let it learn"),
            tr(
                "Live training lets a network learn from your strokes while you paint. This panel says "
                "how far it has come and how well it does on strokes that it has never seen."
            ),
            lambda: [parts.panels.docks["training"]],
            panel="training",
            actions=("live", "improve"),
            changed=sections.live.status_changed,
            value=lambda: sections.live.status.is_on,
        ),
        Step(
            tr("Find out where to label next"),
            tr("This panel lists the places where another stroke would help most. A click on a row goes there."),
            lambda: [parts.panels.docks["places"]],
            panel="places",
            actions=("next_place",),
        ),
        Step(
            tr("Review the answer"),
            tr(
                "In Review mode you go from region to region and accept, reject or mend what the program "
                "says. What you accept becomes a label."
            ),
            lambda: on_bar("review"),
            actions=("review",),
            changed=state.tool_changed,
            value=lambda: state.tool is sections.tools["review"],
        ),
        Step(
            tr("Take it elsewhere"),
            tr(
                "The File menu exports classes, horizons and faults for other programs and writes a "
                "report. The Help menu has pages to read, all keys, and this tour."
            ),
            lambda: [parts.window.menuBar()],
            actions=("export", "report", "cheat_sheet"),
        ),
    )


def start_buttons(window: QWidget, *names: str) -> list[QWidget]:
    """The buttons that open something, of the start page or of an empty desk, whichever is seen."""
    buttons = (button for name in names for button in window.findChildren(QPushButton, name))
    return [button for button in buttons if button.isVisibleTo(window)]
