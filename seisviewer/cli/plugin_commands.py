"""`seisviewer check-plugin` and `plugins`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import say_json
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr


def register(app: typer.Typer) -> None:
    app.command("plugins")(plugins)
    app.command("check-plugin")(check_plugin)


def plugins(as_json: AsJson = False) -> None:
    """List what other packages add, by the names in their metadata; nothing of them is run."""
    from seisviewer.plugins.found import all_plugins

    found = all_plugins()
    if as_json:
        say_json(
            [{"group": each.group, "name": each.name, "package": each.package, "place": each.place} for each in found]
        )
        return
    if not found:
        typer.echo(tr("No plugin is installed."))
        return
    rows = [(each.group, each.name, each.package, each.place) for each in found]
    typer.echo(table_text(tr("Plugins"), (tr("group"), tr("name"), tr("package"), tr("object")), rows, texts=4))


def check_plugin(
    name: Annotated[str, typer.Argument(help="A plugin, or a package for all that it brings.")],
    file: Annotated[Path | None, typer.Option(help="A survey in the format that it reads.", show_default=False)] = None,
) -> None:
    """Ask a plugin for what the program will ask it for, with small examples; for its author.

    Ends with 1 where something is not as it should be.
    """
    from seisviewer.workflows.plugins.checks import check, named

    failed = False
    for plugin in named(name):
        typer.echo(f"{plugin.group}: {plugin.name}, {plugin.package}")
        try:
            for sentence in check(plugin, file):
                typer.echo(tr("  ok      {sentence}").format(sentence=sentence))
        except SeisviewerError as error:
            failed = True
            typer.echo(tr("  failed  {error}").format(error=error))
    if failed:
        raise typer.Exit(1)
