"""The help of all commands in the language of everything else: typer takes it from docstrings and annotations, and has words of
its own."""

from __future__ import annotations

import typer.rich_utils
from typer.core import TyperCommand, TyperGroup

from seisviewer.translation import tr

# Those of typer that stand in every help.
_TITLES = {
    "ARGUMENTS_PANEL_TITLE": tr("Arguments"),
    "OPTIONS_PANEL_TITLE": tr("Options"),
    "COMMANDS_PANEL_TITLE": tr("Commands"),
    "ERRORS_PANEL_TITLE": tr("Error"),
    "DEFAULT_STRING": tr("[default: {}]"),
    "REQUIRED_LONG_STRING": tr("[required]"),
    "RICH_HELP": tr("Try [blue]'{command_path} {help_option}'[/] for help."),
}


def translate_help(command: TyperCommand | TyperGroup) -> None:
    """Translate what a command, and all below it, says of itself."""
    for name, text in _TITLES.items():
        setattr(typer.rich_utils, name, text)
    _translate(command)


def _translate(command: TyperCommand | TyperGroup) -> None:
    command.help = tr(command.help) if command.help else command.help
    command.short_help = tr(command.short_help) if command.short_help else command.short_help
    for each in command.params:
        for name in ("help", "rich_help_panel"):
            if text := getattr(each, name, None):
                setattr(each, name, tr(text))
    for each in getattr(command, "commands", {}).values():
        _translate(each)
