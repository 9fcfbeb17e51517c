"""What pickers were trained on, as far as it is known: that of SeisBench's weights stands in their names or publications."""

from __future__ import annotations

import re

from seisviewer.bounded_reading import read_json
from seisviewer.networks.picker_names import SEIST, PickerName, find

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
    if name is not None:
        return PUBLISHED.get(str(name), tuple(part for part in re.split(r"[_\W]+", name.weights.lower()) if part))
    try:
        described = read_json(files.description) if files is not None else {}
    except (OSError, ValueError):
        return ()
    ours = described.get("seisviewer") if isinstance(described, dict) else None
    listed = ours.get("trained_on") if isinstance(ours, dict) else None
    return tuple(str(each).lower()[:LONGEST] for each in listed) if isinstance(listed, list) else ()
