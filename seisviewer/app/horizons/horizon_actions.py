"""What can be asked of horizons."""

from __future__ import annotations

from seisviewer.app.menus.action import PROJECT, SURVEY, Action

HORIZONS = (
    Action("horizon", "Paint/Horizons", "Pick a horizon", ("O",), "Click on an event to pick a horizon, or add picks to the chosen one; with Ctrl, drag to erase it",
           needs=SURVEY, checkable=True),
    Action("track_horizon", "Paint/Horizons", "Track the horizon", ("Shift+M",), "Follow the chosen horizon from its picks over the survey, in the background; it ends at faults",
           needs=PROJECT),
    Action("new_horizon", "Paint/Horizons", "New horizon", ("Alt+O",), "Let the next pick begin a new horizon", needs=SURVEY),
    Action("flatten", "Paint/Horizons", "Flattened section", ("Shift+G",), "Show the section in use moved so that the chosen horizon lies flat, or put that window away",
           needs=SURVEY, line=True),
    Action("show_horizons", "Paint/Horizons", "Horizons on sections", ("Alt+Z",), "Show or hide the horizons", needs=SURVEY, checkable=True),
    Action("list_horizons", "Paint/Horizons", "List of horizons…", (), "Show the panel with the horizons", needs=SURVEY),
    Action("import_horizons", "Paint/Horizons", "Import horizons…", (), "Take horizons of other programs over: inline crossline z, X Y z, with or without a heading",
           needs=SURVEY, line=True),
    Action("export_horizons", "Paint/Horizons", "Export horizons…", (), "Write all horizons as text files into a folder", needs=PROJECT),
    Action("label_between", "Paint/Horizons", "Label between two horizons…", (), "Label what lies between two horizons with a class, on chosen lines",
           needs=PROJECT, line=True),
)  # fmt: skip
