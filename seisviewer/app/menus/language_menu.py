"""View, Language: what the program says is in one language from its start to its end, so another one starts it again."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QActionGroup
from PyQt6.QtWidgets import QMessageBox

from seisviewer.app.main_window.parts import Parts
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import LANGUAGE, LANGUAGES, choose_language, chosen_language, system_language, tr


class LanguageMenu(QObject):
    """paths: what is to be opened by the program that is started next, in the place of this one; None while none is."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self.paths: list[Path] | None = None
        self._parts = parts
        menu = parts.menus.add_menu("View", tr("Language"))
        group = QActionGroup(menu)
        for language, name in (("", tr("That of the system")), *LANGUAGES.items()):
            action = menu.addAction(name, lambda language=language: self._choose(language))
            action.setCheckable(True)
            action.setChecked(language == chosen_language())
            group.addAction(action)

    def _choose(self, language: str) -> None:
        try:
            choose_language(language)
        except OSError as error:
            self._parts.sections.state.problem.emit(
                tr("The language cannot be kept in {path}: {reason}").format(path=error.filename, reason=error.strerror)
            )
            return
        wanted = language or system_language()
        if wanted != LANGUAGE and self._asks(LANGUAGES[wanted]):
            self.paths = open_paths(self._parts)
            self._parts.window.close()
            if self._parts.window.isVisible():  # something had not ended, and the user stays
                self.paths = None

    def _asks(self, name: str) -> bool:
        question = tr(
            "The program speaks {name} when it is started again. Start it again now, with what is open? Strokes "
            "and picks are saved."
        ).format(name=name)
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        return QMessageBox.question(self._parts.window, tr("Language"), as_plain(question), yes | no, yes) == yes


def open_paths(parts: Parts) -> list[Path]:
    """What has to be opened to see again what both desks show."""
    sections, traces = parts.sections.state, parts.traces.state
    paths = []
    for project, without in (
        (sections.project, [sections.volume.path] if sections.volume is not None else []),
        (traces.project, list(traces.archive.sources) if traces.archive is not None else []),
    ):
        paths += [project.folder] if project is not None else without
    return paths
