"""What the program has itself of each group: a plugin of the same name is not asked."""

from __future__ import annotations

from seisviewer.networks.picker_names import KNOWN
from seisviewer.networks.registry import REGISTRY as NETWORKS
from seisviewer.picks.observations import OF_PICKS
from seisviewer.picks.observations import REGISTRY as PICK_FORMATS
from seisviewer.pictures.attribute_kinds import KINDS
from seisviewer.pictures.colour_maps import colour_maps
from seisviewer.volumes.opening import REGISTRY as SURVEYS
from seisviewer.workflows.exporting.export_plan import OF_VOLUMES, VolumeFormat


def built_in_names(group: str) -> frozenset[str]:
    """As plugins of the group would have to be named."""
    written = (ending for each in PICK_FORMATS.values() if each.write for ending in each.endings)
    names = {
        "volumes": [ending[1:] for ending in SURVEYS],
        "networks": list(NETWORKS),
        "pickers": list(KNOWN),
        "attributes": list(KINDS),
        "exports": [
            *(f"{OF_PICKS}{ending[1:]}" for ending in written),
            *(f"{OF_VOLUMES}{form}" for form in VolumeFormat),
        ],
        "colormaps": list(colour_maps()),
    }
    return frozenset(names[group])
