"""Keeps menus and buttons true: what is checked and what is greyed out follows the desk, whoever changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject

from seisviewer.app.live.training_status import Phase
from seisviewer.app.measuring.exaggerations import EXAGGERATION_ACTIONS
from seisviewer.app.menus.action import ANY_DATA, ANY_PROJECT, PICKS, PROJECT, RECORDS, SECTIONS, SURVEY, TRACES
from seisviewer.app.menus.commands import OVERLAYS, VIEWS
from seisviewer.labels.classes import FaciesClass
from seisviewer.pictures.attribute_kinds import KINDS
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts


class MenuState(QObject):
    """Listens to the desk of a window for as long as the window lives."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._state = parts.sections.state
        self._menus = parts.menus
        state, live, sections, traces = (
            parts.sections.state,
            parts.sections.live,
            parts.sections.views,
            parts.traces.state,
        )
        shows = {
            self._show_allowed: (
                *(parts.front.changed, state.volume_changed, state.project_changed, state.labels_changed),
                *(traces.archive_changed, traces.project_changed, traces.picks_changed),
            ),
            self._show_overlays: (state.overlays_changed,),
            self._show_display: (state.display_changed,),
            self._show_second: (state.second_changed, parts.sections.second_volume.changed),
            self._show_tool: (state.tool_changed,),
            self._show_brush: (state.brush_changed, state.classes_changed),
            self._show_class_names: (state.classes_changed,),
            self._show_views: (sections.layout_changed, state.volume_changed),
            # After `_show_allowed`, which knows only of survey and project.
            self._show_live: (
                parts.front.changed,
                live.status_changed,
                live.auto_start_changed,
                parts.sections.layers.on_changed,
                parts.sections.stored.filling_changed,
                parts.sections.doubts.changed,
                parts.sections.answers.changed,
                state.volume_changed,
                state.project_changed,
                state.labels_changed,
            ),
            self._show_checking: (
                *(state.labels_changed, state.project_changed, state.shown_changed, state.volume_changed),
            ),
            self._show_theme: (parts.theme.changed,),
        }
        for show, signals in shows.items():
            # Qt turns a check mark over by itself; where nothing came of it, it is turned back.
            for signal in (*signals, parts.menus.asked):
                signal.connect(show)
            show()

    def _show_allowed(self, *_: Any) -> None:
        state, traces, front = self._state, self._parts.traces.state, self._parts.front.name
        project = {SECTIONS: state.project, TRACES: traces.project}.get(front)
        there = {
            SURVEY: state.volume,
            PROJECT: state.project,
            RECORDS: traces.archive,
            PICKS: traces.project if traces.project is not None else traces.picks or None,
            ANY_DATA: front or None,
            ANY_PROJECT: project,
        }
        self._menus.allow(front, {need for need, thing in there.items() if thing is not None})
        self._menus.actions["undo"].setEnabled(project is not None and project.can_undo)
        self._menus.actions["redo"].setEnabled(project is not None and project.can_redo)
        for action, desk_name, thing in (
            ("to_sections", SECTIONS, state.volume),
            ("to_traces", TRACES, traces.archive),
        ):
            self._menus.actions[action].setEnabled(thing is not None)
            self._menus.check(action, front == desk_name)

    def _show_overlays(self, *_: Any) -> None:
        for name in OVERLAYS:
            self._menus.check(name, getattr(self._state.overlays, name))
        self._menus.check("show_horizons", self._state.overlays.horizons)
        self._menus.check("show_wells", self._state.overlays.wells)
        self._menus.check("show_crossings", self._state.overlays.crossings)

    def _show_display(self, *_: Any) -> None:
        self._menus.check("flip", self._state.display.flipped)
        for kind in KINDS:
            self._menus.check(f"show_{kind}", self._parts.sections.attributes.kind == kind)
        self._menus.check("blend", self._state.display.attribute_opacity < 1)
        for name in ("north_up", "true_scale"):
            self._menus.check(name, getattr(self._state.display, name))
        self._menus.check("skip_sparse", self._state.display.skip_sparse)
        self._menus.check("scale_bar", self._state.display.scale_bar)
        for action, times in EXAGGERATION_ACTIONS.items():
            self._menus.check(action, self._state.display.exaggeration == times)

    def _show_second(self, *_: Any) -> None:
        there = self._parts.sections.second_volume.second is not None
        self._menus.check("show_second", there and self._state.second.shown)
        self._menus.check("swipe", self._state.second.swipe)

    def _show_tool(self, *_: Any) -> None:
        for name, tool in self._parts.sections.tools.items():
            self._menus.check(name, self._state.tool is tool)

    def _show_brush(self, *_: Any) -> None:
        self._menus.check("only_unlabelled", self._state.brush.only_unlabelled)
        chosen = self._chosen_class()
        self._menus.check("lock_class", chosen is not None and chosen.locked)

    def _show_class_names(self, *_: Any) -> None:
        names = {facies.number: facies.name for facies in self._parts.sections.label_editor.classes}
        for digit in range(10):
            self._menus.actions[f"class_{digit}"].setText(names.get(digit, tr("No class {digit}").format(digit=digit)))

    def _show_views(self, *_: Any) -> None:
        for name, direction in VIEWS.items():
            self._menus.check(name, direction in self._parts.sections.views.directions)
        self._menus.check("linked", self._parts.sections.views.linked)
        self._menus.check("captions", self._parts.sections.views.captions)

    def _show_checking(self, *_: Any) -> None:
        project, section = self._state.project, self._parts.sections.views.active.section
        marked = project is not None and section in project.checking
        self._menus.check("checking_only", marked)

    def _show_live(self, *_: Any) -> None:
        live = self._parts.sections.live
        self._menus.check("live", live.status.is_on and live.status.phase is not Phase.PAUSED)
        self._menus.check("pause", live.status.phase is Phase.PAUSED)
        self._menus.check("auto_live", live.auto_start)
        self._menus.check("carry", self._parts.sections.layers.on)
        self._menus.check("fill_survey", self._parts.sections.stored.filling)
        for name in ("next_doubt", "keep_doubt", "aside_doubt", "back_doubt"):
            self._menus.actions[name].setEnabled(bool(self._parts.sections.doubts.doubts))
        for name in ("flip_answer", "only_differences", "live_answer"):
            self._menus.actions[name].setEnabled(self._parts.sections.answers.is_chosen)
        self._menus.check("only_differences", self._parts.sections.answers.only_differences)
        self._menus.actions["pause"].setEnabled(live.status.can_pause)
        self._menus.actions["improve"].setEnabled(self._state.volume is not None and live.status.can_improve)
        self._menus.actions["finish_round"].setEnabled(live.status.can_finish)
        self._menus.actions["drop_round"].setEnabled(live.status.can_drop)

    def _show_theme(self, *_: Any) -> None:
        self._menus.check("dark", self._parts.theme.name == "dark")

    def _chosen_class(self) -> FaciesClass | None:
        label = self._state.brush.label
        return next((facies for facies in self._parts.sections.label_editor.classes if facies.number == label), None)
