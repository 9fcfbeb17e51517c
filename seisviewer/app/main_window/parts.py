"""What the window is made of.

What the parts of a desk share lies in its state. A part knows that state and the parts that it is given, and never the
window around it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QMainWindow

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.background.freed_memory import FreedMemory
from seisviewer.app.background.garbage import Garbage
from seisviewer.app.main_window.closing_stages import ClosingStages
from seisviewer.app.main_window.docks import Docks
from seisviewer.app.main_window.front_desk import FrontDesk
from seisviewer.app.main_window.help_windows import HelpWindows
from seisviewer.app.main_window.section_parts import SectionParts, make_section_parts, section_panels
from seisviewer.app.main_window.theme_choice import ThemeChoice
from seisviewer.app.menus.action import SECTIONS, TRACES
from seisviewer.app.menus.keymap import Keymap
from seisviewer.app.menus.menu_bar import Menus
from seisviewer.app.opening.open_router import OpenRouter
from seisviewer.app.opening.project_saver import ProjectSaver
from seisviewer.app.opening.recents import Recents
from seisviewer.app.pictures.picture_maker import PictureMaker
from seisviewer.app.progress_list.long_work import LongWorks
from seisviewer.app.section_state import SectionState
from seisviewer.app.settings.text_size import TextSize
from seisviewer.app.tour.tours import Tours
from seisviewer.app.traces.panels.trace_panels import trace_panels
from seisviewer.app.traces.trace_parts import TraceParts, make_trace_parts
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.jobs.lanes import Lanes


@dataclass(frozen=True)
class Parts:
    """What both desks share, and the parts of each. closing: what ends before the window is gone, on both desks too.
    window: dialogs open over it, and pictures are taken of it."""

    window: QMainWindow
    settings: QSettings
    theme: ThemeChoice
    text_size: TextSize
    garbage: Garbage
    freed_memory: FreedMemory
    lanes: Lanes
    keymap: Keymap
    recents: Recents
    background: Background
    sections: SectionParts
    traces: TraceParts
    front: FrontDesk
    closing: ClosingStages
    open_router: OpenRouter
    section_saver: ProjectSaver
    trace_saver: ProjectSaver
    help_windows: HelpWindows
    tours: Tours
    works: LongWorks
    pictures: PictureMaker
    menus: Menus
    panels: Docks


def make_parts(window: QMainWindow, settings: QSettings) -> Parts:
    """Make them in the order in which they need one another. They end together with the window."""
    text_size = TextSize(settings)  # before any widget is made
    theme, garbage, freed_memory = ThemeChoice(settings), Garbage(window), FreedMemory(window)
    lanes, keymap, recents = Lanes(), Keymap(settings), Recents(settings)
    section_state, trace_state = SectionState(), TraceState()
    background = Background(section_state, lanes)
    sections = make_section_parts(section_state, background, lanes, recents, settings, window)
    pictures = PictureMaker(background, settings, window)
    traces = make_trace_parts(trace_state, background, lanes, recents, pictures.ask_catalogue, window)
    front = FrontDesk(section_state, trace_state)  # after the parts: they show what came before it comes to the front
    menus = Menus(window, keymap)
    theme.changed.connect(menus.refresh)
    for part in (theme, keymap, recents, front):
        part.setParent(window)
    help_windows = HelpWindows(section_state, trace_state, sections.reader, keymap, background, front, window)
    data = {SECTIONS: lambda: section_state.volume, TRACES: lambda: trace_state.archive}
    tours = Tours(settings, keymap, front, lambda desk: data[desk]() is not None, window)
    closing = ClosingStages(section_state.closing, trace_state.closing)
    closing.on_ask(background.unfinished)
    for end in (
        front.stay,
        background.stop,
        tours.close,
        help_windows.close,
        traces.dialogs.close,
        traces.events.dialogs.close,
        lanes.close,
    ):
        closing.on_stop(end)
    closing.on_stop(lambda: closing.wait_for(lanes))
    closing.on_release(garbage.release)
    closing.on_release(freed_memory.release)
    return Parts(
        window=window,
        settings=settings,
        theme=theme,
        text_size=text_size,
        garbage=garbage,
        freed_memory=freed_memory,
        lanes=lanes,
        keymap=keymap,
        recents=recents,
        background=background,
        sections=sections,
        traces=traces,
        front=front,
        closing=closing,
        open_router=OpenRouter(section_state, sections.opener, traces.opener, traces.import_export, front.show, window),
        section_saver=ProjectSaver(section_state, background, sections.opener.open, window),
        trace_saver=ProjectSaver(trace_state, background, lambda folder: traces.opener.open([folder]), window),
        help_windows=help_windows,
        tours=tours,
        works=LongWorks(background, sections.store, sections.slopes, sections.live, traces.engine),
        pictures=pictures,
        menus=menus,
        panels=Docks(
            window,
            settings,
            {
                SECTIONS: section_panels(sections),
                TRACES: trace_panels(
                    trace_state,
                    traces.editor,
                    traces.review_walk,
                    traces.engine,
                    traces.suggestions,
                    traces.events,
                    traces.dialogs.arrival_plots,
                ),
            },
        ),
    )
