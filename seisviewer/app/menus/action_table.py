"""Everything the user can ask of the window, in one table.

Menus, tool bar, tooltips, the cheat sheet and the dialog that changes shortcuts are all made from it.
"""

from __future__ import annotations

from seisviewer.app.menus.action import ANY_DATA, ANY_PROJECT, PROJECT, SECTIONS, SURVEY, Action, Gesture
from seisviewer.app.traces.trace_actions import (
    CLOSE_RECORDS,
    PICKING,
    TEACHING,
    TRACE_FILES,
    TRACE_GESTURES,
    TRACE_OPENING,
    TRACE_VIEW,
)

FILE = (
    Action("open", "File", "Open survey…", ("Ctrl+O",), "Open a SEG-Y or NumPy file", "open", bar=True),
    Action("open_project", "File", "Open project…", ("Ctrl+Shift+O",), "Open a project folder (.seis)", "project"),
    Action("save_project_as", "File", "Save project as…", (), "Copy the project to a new folder and go on in it",
           needs=ANY_PROJECT),
    *TRACE_OPENING,
    Action("open_with", "File", "Open with header bytes…", (), "Say which header bytes hold inline, crossline, X and Y"),
    Action("open_demo", "File", "Open the demo", (), "Make a synthetic survey with known facies and open it"),
    Action("survey_info", "File", "About this survey…", ("Ctrl+I",), "Format, axes, coordinates, amplitudes and text header",
           "info", SURVEY, line=True),
    Action("import_labels", "File", "Import labels…", (), "Take labels of sections from an .npz file", needs=SURVEY),
    Action("export_labels", "File", "Export labels…", (), "Write the labels as .npz or as a SEG-Y volume", needs=PROJECT),
    Action("export_horizons", "File/Export horizons", "Inline, crossline, z…", (),
           "Write the boundaries between layers as horizons, a text file each with a line a trace", needs=PROJECT),
    Action("export_horizons_xy", "File/Export horizons", "X, Y, z…", (),
           "Write the boundaries between layers as horizons in the survey's coordinates", needs=PROJECT),
    Action("import_faults", "File/Fault sticks", "Import inline, crossline, z…", (),
           "Draw the fault sticks of a text file: inline, crossline, z, fault, stick, or Charisma's layout", needs=SURVEY),
    Action("import_faults_xy", "File/Fault sticks", "Import X, Y, z…", (),
           "Draw the fault sticks of a text file in the survey's coordinates: X, Y, z, fault, stick", needs=SURVEY),
    Action("export_faults", "File/Fault sticks", "Export inline, crossline, z…", (),
           "Write the faults that were drawn as fault sticks, a line a point", needs=PROJECT),
    Action("export_faults_xy", "File/Fault sticks", "Export X, Y, z…", (),
           "Write the faults that were drawn as fault sticks in the survey's coordinates", needs=PROJECT),
    *TRACE_FILES,
    Action("save_view", "File", "Save picture of the view…", ("Ctrl+P",), "Save the section or the traces on screen as PNG",
           "camera", ANY_DATA, bar=True, line=True),
    Action("copy_view", "File", "Copy picture of the view", ("Ctrl+Shift+C",),
           "Put the section or the traces on screen on the clipboard", needs=ANY_DATA),
    Action("save_window", "File", "Save picture of the window…", ("Ctrl+Shift+P",), "Save the whole window as PNG"),
    Action("copy_window", "File", "Copy picture of the window", (), "Put the whole window on the clipboard"),
    Action("close_survey", "File", "Close survey", ("Ctrl+W",), "Take the survey off the desk", needs=SURVEY, line=True),
    CLOSE_RECORDS,
    Action("quit", "File", "Quit", ("Ctrl+Q",), "Close the program; every stroke and pick is already saved"),
)  # fmt: skip

EDIT = (
    Action("undo", "Edit", "Undo", ("Ctrl+Z",), "Take back the last stroke or pick, wherever it was", "undo",
           ANY_PROJECT, bar=True, repeats=True),
    Action("redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Bring back the stroke or pick taken back last", "redo",
           ANY_PROJECT, bar=True, repeats=True),
    Action("shortcuts", "Edit", "Keyboard shortcuts…", (), "Change any shortcut", line=True),
)  # fmt: skip

VIEW = (
    Action("to_sections", "View", "Sections", ("Ctrl+1",), "Go to the survey", checkable=True),
    Action("to_traces", "View", "Traces", ("Ctrl+2",), "Go to the waveforms", checkable=True),
    Action("view_inline", "View", "Inline", ("Alt+1",), "Show or hide the inline view", "inline", SURVEY, True, True,
           line=True),
    Action("view_crossline", "View", "Crossline", ("Alt+2",), "Show or hide the crossline view", "crossline", SURVEY, True, True),
    Action("view_time", "View", "Time slice", ("Alt+3",), "Show or hide the time slice", "time", SURVEY, True, True),
    Action("view_all", "View", "All three views", ("Alt+0",), "Inline, crossline and time slice at once", needs=SURVEY),
    Action("corner", "View/Arrangement", "One large", (), "The first view large, the others beside it", needs=SURVEY),
    Action("row", "View/Arrangement", "Side by side", (), "The views side by side", needs=SURVEY),
    Action("column", "View/Arrangement", "One above the other", (), "The views one above the other", needs=SURVEY),
    Action("linked", "View", "Linked zoom", ("Ctrl+K",), "Zoom and move all views together", needs=SURVEY, checkable=True),
    Action("north_up", "View", "North up", ("Ctrl+Shift+U",), "Turn time slices as the map lies, or by their line numbers",
           needs=SURVEY, checkable=True),
    Action("true_scale", "View", "True scale", ("Ctrl+Shift+A",), "Show a metre on time slices as long across as upward, or fill the view",
           needs=SURVEY, checkable=True),
    Action("show_amplitude", "View/Display", "Amplitude", ("Shift+A",), "Show the amplitudes themselves", needs=SURVEY,
           checkable=True),
    Action("show_dip", "View/Display", "Dip", ("Shift+D",),
           "Show how steeply reflectors go down or up, or the amplitudes again", needs=SURVEY, checkable=True),
    Action("show_coherence", "View/Display", "Coherence", ("Shift+C",),
           "Show how well reflectors go on from trace to trace, or the amplitudes again", needs=SURVEY, checkable=True),
    Action("show_layers", "View/Display", "Layer coordinate", ("Shift+L",),
           "Show the place among the layers, a relative geologic time, or the amplitudes again", needs=SURVEY, checkable=True),
    Action("previous", "View", "Previous line", ("Left", "Z"), "Step the view in use back by one line", needs=SURVEY,
           line=True, repeats=True),
    Action("next", "View", "Next line", ("Right", "X"), "Step the view in use on by one line", needs=SURVEY, repeats=True),
    Action("previous_ten", "View", "Ten lines back", ("Shift+Left", "Shift+Z"), "Step the view in use back by ten lines",
           needs=SURVEY, repeats=True),
    Action("next_ten", "View", "Ten lines on", ("Shift+Right", "Shift+X"), "Step the view in use on by ten lines",
           needs=SURVEY, repeats=True),
    Action("whole", "View", "Whole section", ("Home",), "Zoom out to the whole section", "whole", SURVEY, bar=True),
    Action("labels", "View", "Labels", ("A",), "Show or hide what was painted", "labels", SURVEY, True, True, line=True),
    Action("prediction", "View", "Prediction", ("P",), "Show or hide the predicted classes", "prediction", SURVEY, True, True),
    Action("contours", "View", "Class boundaries", ("K",), "Draw the boundaries between predicted classes", "contours", SURVEY,
           True),
    Action("layer_boundaries", "View", "Layer boundaries", ("Shift+K",), "Draw the boundaries between layers that the reflectors give, as lines",
           needs=SURVEY, checkable=True),
    Action("confidence", "View", "Confidence", ("C",), "Show or hide how sure the model is", "confidence", SURVEY, True, True),
    Action("fade", "View", "Fade by confidence", ("D",), "Let predictions fade where the model is unsure", needs=SURVEY,
           checkable=True),
    Action("stability", "View", "Stability", ("S",), "Show or hide how far the model's last versions, or the checkpoints of a round, agree", "stability", SURVEY, True,
           True),
    Action("captions", "View", "Captions", (), "Show or hide what is written over the sections about their predictions",
           needs=SURVEY, checkable=True),
    Action("flip", "View", "Flip polarity", ("Ctrl+Shift+F",), "Draw amplitudes with the opposite sign", "flip", SURVEY, True,
           line=True),
    Action("skip_sparse", "View", "Skip sparse lines", (), "Step over lines with few live traces", needs=SURVEY,
           checkable=True),
    *TRACE_VIEW,
    Action("dark", "View", "Dark theme", ("Ctrl+Shift+D",), "Change between the dark and the light theme", checkable=True,
           line=True),
    Action("full_screen", "View", "Full screen", ("F11",), "Give the whole screen to the window", checkable=True),
    Action("reset_layout", "View", "Reset the layout", (), "Put every panel back where it was at first"),
)  # fmt: skip

PAINT = (
    Action("brush", "Paint", "Brush", ("B",), "Paint with a round brush", "brush", SURVEY, True, True),
    Action("eraser", "Paint", "Eraser", ("E",), "Erase labels; what was erased is unlabelled again", "eraser", SURVEY, True, True),
    Action("polygon", "Paint", "Polygon", ("G",), "Paint the inside of a polygon; a double click closes it", "polygon", SURVEY,
           True, True),
    Action("fill", "Paint", "Fill", ("F",), "Paint along a similar amplitude around the pointer", "fill", SURVEY, True, True),
    Action("line", "Paint", "Line", ("N",), "Paint a line from point to point; a double click ends it", "line", SURVEY, True,
           True),
    Action("boundary", "Paint", "Boundary", ("H",), "Drag a boundary to where it belongs, or draw where one class ends and the next begins; with Ctrl, the top of the chosen class",
           "boundary", SURVEY, True, True),
    Action("fault", "Paint", "Fault", ("Shift+H",), "Draw along a fault, where boundaries jump; with Ctrl, a new fault", "fault",
           SURVEY, True, True),
    Action("no_tool", "Paint", "Leave the tool", ("Esc",), "Put the paint tool away; clicks set the crosshair again",
           needs=SURVEY),
    Action("smaller", "Paint", "Smaller", ("[",), "Make the brush smaller", needs=SURVEY, line=True, repeats=True),
    Action("larger", "Paint", "Larger", ("]",), "Make the brush larger", needs=SURVEY, repeats=True),
    Action("only_unlabelled", "Paint", "Only over unlabelled", ("U",), "Leave labels that are already there alone",
           needs=SURVEY, checkable=True),
    Action("lock_class", "Paint", "Lock the class", ("Ctrl+L",), "Keep the labels of the chosen class from being painted over",
           needs=SURVEY, checkable=True),
    *(
        Action(f"class_{number}", "Paint/Choose class", f"Class {number}", (str(number),), f"Paint with class {number}",
               needs=SURVEY)
        for number in range(10)
    ),
)  # fmt: skip

LEARN = (
    Action("carry", "Learn", "Carry strokes along reflectors", ("R",),
           "Let reflectors carry the strokes over the survey as soon as two classes are painted, without a network", needs=SURVEY,
           checkable=True),
    Action("live", "Learn", "Live training", ("L",), "Learn from the strokes while you paint", "live", SURVEY, True, True,
           line=True),
    Action("pause", "Learn", "Pause", ("Ctrl+Space",), "Learn nothing, go on predicting", "pause", SURVEY, True),
    Action("improve", "Learn", "Improve", ("I",), "Start a round of self-training (ST++) on the labels as they are", "improve",
           SURVEY, bar=True),
    Action("finish_round", "Learn", "Finish the round", (), "Bring the self-training round to its end, then only predict", needs=SURVEY),
    Action("drop_round", "Learn", "Drop the round", (), "Give the self-training round up and go on learning live",
           needs=SURVEY),
    Action("reliability", "Learn", "How far to trust it…", (), "Show how often the answer on screen is right where it is so sure, on strokes that were held out",
           needs=SURVEY, line=True),
    Action("next_doubt", "Learn", "Next doubted stroke", ("Y",), "Go to the next stroke that the answer does not honour, or that you have judged",
           needs=PROJECT, line=True),
    Action("keep_doubt", "Learn", "Keep the doubted stroke", ("Shift+Y",), "Have the doubted stroke always count", needs=PROJECT),
    Action("aside_doubt", "Learn", "Set the doubted stroke aside", ("Alt+Y",), "Let nothing learn the doubted stroke; it stays on screen and can be taken back",
           needs=PROJECT),
    Action("back_doubt", "Learn", "Take back what was said of it", ("Alt+Shift+Y",), "Say nothing of the stroke any more; one that was set aside is painted again",
           needs=PROJECT),
    Action("auto_live", "Learn", "Start at the second class", (), "Start live training when a second class is painted",
           needs=SURVEY, checkable=True, line=True),
)  # fmt: skip

HELP = (
    Action("cheat_sheet", "Help", "Cheat sheet", ("?",), "All keys and gestures on one sheet", "help", bar=True),
    Action(
        "manual",
        "Help",
        "Help pages",
        (),
        "Read how to go from a survey to facies and from waveforms to picks, the commands, and what opens",
    ),
    Action(
        "log", "Help", "Show the log", (), "Read what went wrong and see where the log file is, to send with a report"
    ),
    Action("about", "Help", "About seisviewer", (), "Version and licence", line=True),
)

TABLE: tuple[Action, ...] = FILE + EDIT + VIEW + PAINT + LEARN + PICKING + TEACHING + HELP
BY_ID: dict[str, Action] = {action.id: action for action in TABLE}

GESTURES: tuple[Gesture, ...] = (
    Gesture("Wheel", "Next and previous line", (SECTIONS,)),
    Gesture("Shift + wheel", "Ten lines", (SECTIONS,)),
    Gesture("Ctrl + wheel", "Zoom at the pointer", (SECTIONS,)),
    Gesture("Middle drag, Space + drag", "Move the section", (SECTIONS,)),
    Gesture("Double click", "Whole section", (SECTIONS,)),
    Gesture("Click", "Set the crosshair in every view", (SECTIONS,)),
    Gesture("Shift + move, with a tool", "Set the crosshair", (SECTIONS,)),
    Gesture("Drag a layer boundary, with Boundary", "Move it there; it follows all over the survey", (SECTIONS,)),
    Gesture("Ctrl + drag, with Fault", "Draw a new fault", (SECTIONS,)),
    Gesture("Ctrl + drag, with Boundary", "Draw the top of the chosen class", (SECTIONS,)),
    Gesture("Click on the map", "Jump there", (SECTIONS,)),
    *TRACE_GESTURES,
    Gesture("Drop files on the window", "Open them, or import their labels or picks"),
)
