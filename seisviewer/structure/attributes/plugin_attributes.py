"""Attributes of traces that plugins work out."""

from __future__ import annotations

import math

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.plugins.found import Plugin, all_plugins, calling, load, loaded, wrong
from seisviewer.translation import tr

GROUP = "attributes"
UNKNOWN_SCALE = 0.0, 1.0, ""  # until the plugin is imported


def plugin_attributes() -> dict[str, Plugin]:
    """By name, with those that fail: what is shown of them says so."""
    return {each.name: each for each in all_plugins() if each.group == GROUP}


def plugin_scale(name: str) -> tuple[float, float, str]:
    """What is drawn in the first and in the last colour, and the unit, as the plugin says it; UNKNOWN_SCALE before it is
    imported, and where it says none."""
    plugin = plugin_attributes().get(name)
    made = loaded(plugin) if plugin is not None else None
    scale = _scale(made)
    return UNKNOWN_SCALE if scale is None else scale


def plugin_values(name: str, amplitudes: np.ndarray, interval: float) -> np.ndarray:
    """float32 (traces, samples); amplitudes: float32 of that shape, NaN where there is no trace, and there is NaN then.
    interval: seconds, or thousands of the unit of depth. Raises BadRequest for a name that no plugin has, and PluginError."""
    plugin = plugin_attributes().get(name)
    if plugin is None:
        raise BadRequest(
            tr("There is no attribute “{name}”: install the plugin that has it, or choose another.").format(name=name)
        )
    work_out = load(plugin)
    if _scale(work_out) is None:
        raise wrong(
            plugin, tr("says no range of its values: “low” and “high” have to be two numbers, the first one less")
        )
    values = np.full(amplitudes.shape, np.nan, np.float32)
    live = ~np.isnan(amplitudes).all(axis=1)
    if not live.any():
        return values
    with calling(plugin, tr("working out its attribute")):
        found = np.asarray(work_out(np.nan_to_num(amplitudes[live], nan=0.0), interval))
        if found.shape == (int(live.sum()), amplitudes.shape[1]):
            values[live] = found
            return values
    raise wrong(
        plugin,
        tr("gave {shape} for {sum} traces of {shape2} samples").format(
            shape=found.shape, sum=int(live.sum()), shape2=amplitudes.shape[1]
        ),
    )


def _scale(made: object) -> tuple[float, float, str] | None:
    low, high, unit = (getattr(made, name, default) for name, default in (("low", None), ("high", None), ("unit", "")))
    if not all(isinstance(each, (int, float)) and math.isfinite(each) for each in (low, high)) or not low < high:
        return None
    return float(low), float(high), str(unit)
