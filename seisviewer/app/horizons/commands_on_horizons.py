"""What every action on horizons does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from seisviewer.app.horizons.horizon_dialogs import ask_between, ask_export, ask_import

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts


def horizon_commands(parts: Parts) -> dict[str, Callable[..., object]]:
    """By action: what to call. The tool is a command of the tools."""
    desk, window = parts.sections.horizons, parts.window
    return {
        "track_horizon": desk.track,
        "new_horizon": lambda: desk.choose(0),
        "flatten": parts.sections.flattened.toggle,
        "show_horizons": lambda on: desk.state.set_overlays(horizons=on),
        "list_horizons": lambda: parts.panels.bring_out("horizons"),
        "import_horizons": lambda: ask_import(desk, window),
        "export_horizons": lambda: ask_export(desk, window),
        "label_between": lambda: ask_between(desk, window),
    }
