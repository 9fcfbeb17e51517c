"""Which weights for first motions there are and where they lie, found without torch or the internet."""

from __future__ import annotations

import os
from pathlib import Path

from seisviewer.errors import ModelError
from seisviewer.translation import tr

KERAS = (".h5", ".hdf5", ".keras")
OURS = ".pt"


def polarity_folder() -> Path:
    """Where weights for first motions lie: “polarity” below SEISBENCH_CACHE_ROOT, or below .seisbench in the user's home
    folder, beside those of pickers."""
    return Path(os.environ.get("SEISBENCH_CACHE_ROOT") or Path.home() / ".seisbench") / "polarity"


def available_polarity() -> dict[str, Path]:
    """Files in that folder by the name that calls them: “PolarCAP”."""
    folder = polarity_folder()
    if not folder.is_dir():
        return {}
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in (*KERAS, OURS))
    return {path.stem: path for path in files}


def find_polarity(name_or_path: str = "") -> Path:
    """The file of a name in the folder, or the file itself; "" is the first there is. Raises ModelError."""
    known = available_polarity()
    if not name_or_path and known:
        return known.get("PolarCAP", next(iter(known.values())))
    if name_or_path in known:
        return known[name_or_path]
    path = Path(name_or_path).expanduser()
    if name_or_path and path.is_file():
        return path
    at_hand = (
        tr("at hand: {known}").format(known=", ".join(known))
        if known
        else tr("none lie in {polarity_folder}").format(polarity_folder=polarity_folder())
    )
    wanted = (
        tr("There are no weights “{name_or_path}” for first motions").format(name_or_path=name_or_path)
        if name_or_path
        else tr("No weights are named")
    )
    raise ModelError(
        tr("{wanted}: name a file such as PolarCAP.h5 ({at_hand}).").format(wanted=wanted, at_hand=at_hand)
    )
