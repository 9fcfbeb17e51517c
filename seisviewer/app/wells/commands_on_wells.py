"""What every action on wells does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from seisviewer.app.wells.facies_dialog import ask_facies
from seisviewer.app.wells.well_dialogs import ask_export, ask_logs, ask_markers, ask_times, ask_vertical_well, ask_wells

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts


def well_commands(parts: Parts) -> dict[str, Callable[..., object]]:
    """By action: what to call."""
    desk, window = parts.sections.wells, parts.window
    return {
        "list_wells": lambda: parts.panels.bring_out("wells"),
        "show_wells": lambda on: desk.state.set_overlays(wells=on),
        "go_to_well": desk.go_to,
        "import_wells": lambda: ask_wells(desk, window),
        "vertical_well": lambda: ask_vertical_well(desk, window),
        "well_times": lambda: ask_times(desk, window),
        "well_markers": lambda: ask_markers(desk, window),
        "well_logs": lambda: ask_logs(desk, window),
        "well_facies": lambda: ask_facies(desk, window),
        "export_wells": lambda: ask_export(desk, window),
    }
