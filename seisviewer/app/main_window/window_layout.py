"""The layout of the window, kept from one start of the program to the next."""

from __future__ import annotations

import json

from seisviewer.app.main_window.parts import Parts

VIEWS = "window/views"  # settings: which section views are shown, and how


def store_layout(parts: Parts) -> None:
    parts.panels.store()
    parts.settings.setValue(VIEWS, json.dumps(parts.sections.views.state()))


def restore_layout(parts: Parts) -> None:
    parts.panels.restore_window()
    try:
        parts.sections.views.restore(json.loads(parts.settings.value(VIEWS, "{}", type=str)))
    except (ValueError, TypeError, AttributeError):
        pass  # settings edited by hand; the views stay as they are at first
