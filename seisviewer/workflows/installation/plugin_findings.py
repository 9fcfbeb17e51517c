"""What other packages add, and whether it can be imported."""

from __future__ import annotations

from collections.abc import Iterator

from seisviewer.errors import PluginError
from seisviewer.plugins.found import all_plugins, load
from seisviewer.translation import tr
from seisviewer.workflows.installation.finding import Finding, State
from seisviewer.workflows.plugins.built_in import built_in_names


def plugin_findings() -> Iterator[Finding]:
    """One for each plugin, imported; nothing where none is installed."""
    for plugin in all_plugins():
        said = tr("{group}: {plugin_name} of {package}").format(
            group=plugin.group, plugin_name=plugin.name, package=plugin.package
        )
        try:
            load(plugin)
        except PluginError as error:
            yield Finding(tr("Plugin"), said, State.LIMITED, str(error))
            continue
        if plugin.name in built_in_names(plugin.group):
            yield Finding(
                tr("Plugin"),
                said,
                State.LIMITED,
                tr("seisviewer has that name itself, which goes first: rename the plugin."),
            )
        else:
            yield Finding(tr("Plugin"), said)
