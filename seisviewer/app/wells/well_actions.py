"""What can be asked of wells."""

from __future__ import annotations

from seisviewer.app.menus.action import PROJECT, SURVEY, Action

WELLS = (
    Action("list_wells", "Paint/Wells", "List of wells…", (), "Show the panel with the wells", needs=SURVEY),
    Action("show_wells", "Paint/Wells", "Wells on sections", ("Alt+W",), "Show or hide the wells on sections and on the map", needs=SURVEY, checkable=True),
    Action("go_to_well", "Paint/Wells", "Go to the well", ("Alt+G",), "Take the views to the chosen well", needs=PROJECT),
    Action("import_wells", "Paint/Wells", "Import wells…", (), "Take paths of wells over: MD with inclination and azimuth, MD with x, y and TVD, or LAS files of vertical wells",
           needs=SURVEY, line=True),
    Action("vertical_well", "Paint/Wells", "Vertical well…", (), "Set a vertical well without a file: its name, place and depth", needs=SURVEY),
    Action("well_times", "Paint/Wells", "Time–depth table…", (), "Give the chosen well its time–depth table or checkshot", needs=PROJECT),
    Action("well_markers", "Paint/Wells", "Markers…", (), "Give wells the markers of a file", needs=PROJECT),
    Action("well_logs", "Paint/Wells", "Logs…", (), "Give the chosen well the logs of a LAS file", needs=PROJECT),
    Action("well_facies", "Paint/Wells", "Facies log…", (), "Label along the chosen well by a log of facies, or compare the prediction with it",
           needs=PROJECT, line=True),
    Action("export_wells", "Paint/Wells", "Export wells…", (), "Write all wells as text and LAS files into a folder", needs=PROJECT),
)  # fmt: skip
