"""Which network weights are of, and what they were trained on, as far as it is known: of SeisBench's weights that stands in
their names or publications."""

from __future__ import annotations

import re

from seisviewer.bounded_reading import read_json
from seisviewer.networks.picker_names import SEIST, PickerName, WeightFiles, find

# Names of weights that do not name the data set. DiTing: Chinese networks, 2013–2020 (Zhao et al. 2022).
PUBLISHED = {
    "phasenet:original": ("ncedc",),
    "eqtransformer:original": ("stead",),
    "eqtransformer:original_nonconservative": ("stead",),
    "gpd:original": ("scedc",),
    "basicphaseae:original": ("ridgecrest",),
}
DITING = ("diting",)
LONGEST = 64  # letters of a name that is shown


def trained_on(model: str) -> tuple[str, ...]:
    """Data sets in small letters, of a picker by its name or file; () where nobody knows."""
    name, files = PickerName.parse(model), find(model)
    if (name is not None and name.network == SEIST) or (files is not None and files.seist):
        return DITING
    if name is not None and name.plugin is not None:
        return ()
    if name is not None:
        return PUBLISHED.get(str(name), tuple(part for part in re.split(r"[_\W]+", name.weights.lower()) if part))
    listed = _ours(files).get("trained_on")
    return tuple(str(each).lower()[:LONGEST] for each in listed) if isinstance(listed, list) else ()


def network_of(model: str) -> str:
    """Name of the network of a picker by its name or file, as in `picker_names.KNOWN`; "" where its file does not say."""
    name, files = PickerName.parse(model), find(model)
    if name is not None:
        return name.network
    return SEIST if files is not None and files.seist else str(_ours(files).get("network", ""))


def _ours(files: WeightFiles | None) -> dict[str, object]:
    """What this program wrote into a description."""
    try:
        described = read_json(files.description) if files is not None else {}
    except (OSError, ValueError):
        return {}
    ours = described.get("seisviewer") if isinstance(described, dict) else None
    return ours if isinstance(ours, dict) else {}
