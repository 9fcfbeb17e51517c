"""What every action of the table does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QApplication, QWidget

from seisviewer.app.gallery.gallery_dialog import show_gallery
from seisviewer.app.horizons.commands_on_horizons import horizon_commands
from seisviewer.app.live.drop_question import ask_to_drop
from seisviewer.app.live.reliability_dialog import show_reliability
from seisviewer.app.measuring.exaggerations import exaggerations
from seisviewer.app.menus.action import SECTIONS, TRACES
from seisviewer.app.progress_list.progress_dialog import ProgressDialog
from seisviewer.app.random_lines.show_random_line import show_random_line
from seisviewer.app.run_list.runs_dialog import show_runs
from seisviewer.app.scene.scene_window import show_scene
from seisviewer.app.settings.all_settings import all_settings
from seisviewer.app.settings.settings_dialog import SettingsDialog
from seisviewer.app.several_lines.crossing_step import go_to_crossing_line
from seisviewer.app.traces.trace_commands import trace_commands
from seisviewer.app.wells.commands_on_wells import well_commands
from seisviewer.pictures.attribute_kinds import AMPLITUDE, KINDS, attribute_kinds
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts
    from seisviewer.app.painting.label_editor import LabelEditor
    from seisviewer.app.traces.pick_editor import PickEditor

VIEWS = {"view_inline": Direction.INLINE, "view_crossline": Direction.CROSSLINE, "view_time": Direction.TIME}
OVERLAYS = ("labels", "prediction", "contours", "layer_boundaries", "confidence", "fade", "stability", "disagreement")
ARRANGEMENTS = ("corner", "row", "column")
BLENDED = 0.5  # opacity of an attribute over the amplitudes, until the panel says another
STEPS = {"previous": -1, "next": 1, "previous_ten": -10, "next_ten": 10}

Command = Callable[..., object]


def commands(parts: Parts) -> dict[str, Command]:
    """By action: what to call. The command of a checkable action takes its new state, the others take nothing."""
    sections = _view(parts) | _paint(parts) | _learn(parts) | horizon_commands(parts) | well_commands(parts)
    return _file(parts) | _edit(parts) | sections | trace_commands(parts) | _help(parts)


def _file(parts: Parts) -> dict[str, Command]:
    opener, import_export = parts.sections.opener, parts.sections.import_export

    def view() -> QWidget:
        """What a picture is taken of."""
        return parts.traces.page if parts.front.name == TRACES else parts.sections.views.active

    def picture() -> None:
        if parts.front.name == TRACES:
            parts.pictures.ask_traces(parts.traces.page, parts.traces.state)
        else:
            parts.pictures.ask_section(parts.sections.views, parts.sections.state)

    def unless_guessed(take: Command) -> Command:
        """What takes a picture of what is in front, but for a survey whose lines are a guess: a picture outlives the doubt."""

        def command() -> None:
            volume = parts.sections.state.volume
            if parts.front.name != TRACES and volume is not None and volume.unsure:
                parts.sections.state.message.emit(volume.unsure)
            else:
                take()

        return command

    return {
        "open": opener.ask_survey,
        "open_project": parts.open_router.ask_project,
        "save_project_as": lambda: (parts.trace_saver if parts.front.name == TRACES else parts.section_saver).ask(),
        "open_store": opener.ask_store,
        "open_location": parts.open_router.ask_location,
        "open_with": opener.ask_with_headers,
        "open_demo": opener.open_demo,
        "survey_info": parts.help_windows.survey_info,
        "headers": parts.sections.headers.show_headers,
        "second_interpreter": parts.sections.second_interpreter.ask,
        "make_sure": opener.make_sure,
        "make_store": parts.sections.store.make_or_pause,
        "second_volume": parts.sections.second_volume.ask,
        "add_lines": parts.sections.line_adder.ask,
        "remove_line": parts.sections.line_adder.ask_to_remove,
        "import_labels": import_export.ask_import,
        "export": parts.sections.export.ask,
        "report": parts.sections.report.ask,
        "import_faults": lambda: import_export.ask_import_faults(HorizonLayout.BY_LINES),
        "import_faults_xy": lambda: import_export.ask_import_faults(HorizonLayout.BY_COORDINATES),
        "save_view": picture,
        "copy_view": unless_guessed(lambda: import_export.copy_picture(view())),
        "save_window": unless_guessed(lambda: import_export.ask_picture(parts.window, "seisviewer")),
        "copy_window": unless_guessed(lambda: import_export.copy_picture(parts.window)),
        "close_survey": opener.close_survey,
        "quit": parts.window.close,
    }


def _edit(parts: Parts) -> dict[str, Command]:
    def history() -> LabelEditor | PickEditor:
        return parts.traces.editor if parts.front.name == TRACES else parts.sections.label_editor

    return {
        "undo": lambda: history().undo(),
        "redo": lambda: history().redo(),
        "settings": lambda: parts.help_windows.show(
            "settings", lambda: SettingsDialog(all_settings(parts), parts.window)
        ),
        "memory": parts.sections.memory.ask,
        "shortcuts": parts.help_windows.shortcuts,
    }


def _view(parts: Parts) -> dict[str, Command]:
    state, sections = parts.sections.state, parts.sections.views

    def overlay(name: str) -> Command:
        return lambda on: state.set_overlays(**{name: on})

    def step(lines: int) -> Command:
        return lambda: sections.step(lines)

    def view(direction: Direction) -> Command:
        return lambda on: sections.show_direction(direction, on)

    def arrange(arrangement: str) -> Command:
        return lambda: sections.set_arrangement(arrangement)

    def show(kind: str) -> Command:
        return lambda on: state.set_display(shows=kind if on else AMPLITUDE)

    def attribute(step: int) -> None:
        kinds = list(attribute_kinds())
        state.set_display(shows=kinds[(kinds.index(parts.sections.attributes.kind) + step) % len(kinds)])

    return {
        "to_sections": lambda _: parts.front.show(SECTIONS),
        "to_traces": lambda _: parts.front.show(TRACES),
        **{name: view(direction) for name, direction in VIEWS.items()},
        "view_all": lambda: sections.set_directions(tuple(VIEWS.values())),
        "scene": lambda: show_scene(state, parts.sections.reader, sections, parts.sections.stored, parts.window),
        "random_line": lambda: show_random_line(parts.sections, parts.menus.actions, parts.window),
        "large": sections.enlarge,
        **{name: arrange(name) for name in ARRANGEMENTS},
        "linked": sections.set_linked,
        "captions": sections.set_captions,
        "legend": lambda: parts.panels.show_or_hide("legend"),
        "spectrum": lambda: parts.panels.show_or_hide("spectrum"),
        **{name: step(lines) for name, lines in STEPS.items()},
        "whole": sections.show_whole,
        "crossing_line": lambda: go_to_crossing_line(state),
        "show_crossings": overlay("crossings"),
        **{name: overlay(name) for name in OVERLAYS},
        **{f"show_{kind}": show(kind) for kind in KINDS},
        "blend": lambda on: state.set_display(attribute_opacity=BLENDED if on else 1.0),
        "next_attribute": lambda: attribute(1),
        "previous_attribute": lambda: attribute(-1),
        "show_second": lambda on: state.set_second(shown=on),
        "swipe": lambda on: state.set_second(swipe=on),
        "flip": lambda on: state.set_display(flipped=on),
        "north_up": lambda on: state.set_display(north_up=on),
        "true_scale": lambda on: state.set_display(true_scale=on),
        "skip_sparse": lambda on: state.set_display(skip_sparse=on),
        "scale_bar": lambda on: state.set_display(scale_bar=on),
        **exaggerations(state),
        "progress": lambda: parts.help_windows.show("progress", lambda: ProgressDialog(parts.works, parts.window)),
        "dark": lambda on: parts.theme.set("dark" if on else "light"),
        "full_screen": lambda on: parts.window.showFullScreen() if on else parts.window.showNormal(),
        "reset_layout": parts.panels.reset,
    }


def _paint(parts: Parts) -> dict[str, Command]:
    state, label_editor = parts.sections.state, parts.sections.label_editor

    def tool(name: str) -> Command:
        def take(_: bool) -> None:
            # Asked for again, the tool stays in hand: a stroke must not become a jump of the crosshair. Esc leaves it.
            state.set_tool(parts.sections.tools[name])
            parts.menus.check(name, True)

        return take

    def class_number(digit: int) -> Command:
        return lambda: label_editor.choose_digit(digit)

    return {
        **{name: tool(name) for name in parts.sections.tools},
        "no_tool": lambda: state.set_tool(None),
        "smaller": lambda: label_editor.grow_brush(larger=False),
        "larger": lambda: label_editor.grow_brush(larger=True),
        "reach_more": lambda: label_editor.stretch_reach(farther=True),
        "reach_less": lambda: label_editor.stretch_reach(farther=False),
        "only_unlabelled": lambda on: state.set_brush(only_unlabelled=on),
        "lock_class": lambda on: label_editor.change_classes(lambda table: table.lock(state.brush.label, on)),
        **{f"class_{digit}": class_number(digit) for digit in range(10)},
    }


def _learn(parts: Parts) -> dict[str, Command]:
    live, doubts, answers = parts.sections.live, parts.sections.doubts, parts.sections.answers
    return {
        "carry": parts.sections.layers.set_on,
        "fill_survey": parts.sections.stored.set_filling,
        "live": lambda _: live.toggle(),
        "pause": live.set_paused,
        "improve": live.improve,
        "finish_round": live.finish_round,
        "drop_round": lambda: ask_to_drop(live, QApplication.activeWindow()),
        "runs": lambda: show_runs(parts.sections, parts.window),
        "flip_answer": answers.flip,
        "only_differences": answers.set_only_differences,
        "live_answer": answers.back,
        "checking_only": lambda on: parts.sections.label_editor.set_for_checking(
            (parts.sections.views.active.section,), marked=on
        ),
        "reliability": lambda: show_reliability(parts.sections.layers, live, parts.window),
        "next_place": parts.sections.finder.places.next,
        "previous_place": parts.sections.finder.places.previous,
        "places": lambda: parts.panels.bring_out("places"),
        "gallery": lambda: show_gallery(
            parts.sections.state,
            parts.sections.stored,
            parts.sections.answers,
            parts.sections.thumbnails,
            parts.sections.views,
            parts.window,
        ),
        "next_doubt": doubts.next,
        "keep_doubt": doubts.keep,
        "aside_doubt": doubts.set_aside,
        "back_doubt": doubts.take_back,
        "auto_live": live.set_auto_start,
    }


def _help(parts: Parts) -> dict[str, Command]:
    return {
        "cheat_sheet": parts.help_windows.cheat_sheet,
        "tour_sections": lambda: parts.tours.start(SECTIONS),
        "tour_traces": lambda: parts.tours.start(TRACES),
        "manual": parts.help_windows.manual,
        "log": parts.help_windows.log,
        "problem_report": parts.help_windows.problem_report,
        "about": parts.help_windows.about,
    }
