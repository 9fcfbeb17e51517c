"""The numbers of a Keras weights file (HDF5). Nothing in the file but plain arrays is looked at, and a child process opens
it: its C reader may crash on a damaged one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np

from seisviewer.errors import ModelError, UnreadableFile
from seisviewer.guarded_files import said_by_child
from seisviewer.guarded_process import Answer
from seisviewer.translation import tr

SECONDS = 4.0  # of a processor, for a file of any size
MOST_VALUES = 1 << 24  # of all arrays together: the networks that are read so have some ten thousand
WEIGHTS = "model_weights"  # the group that Keras puts them in, where a whole model was saved


def keras_arrays(path: Path) -> dict[str, np.ndarray]:
    """Weights by the last two parts of their name, such as “conv1d_4/kernel”, float32. Raises ModelError."""
    if not path.is_file():
        raise ModelError(tr("There are no weights at {path}: name a file that exists.").format(path=path))
    try:
        answer = said_by_child("keras_arrays", path, SECONDS)
    except UnreadableFile as error:
        raise ModelError(str(error)) from error
    if answer.value["refused"]:
        raise ModelError(
            tr("{path} holds no weights of Keras ({refused}): choose another file.").format(
                path=path, refused=answer.value["refused"]
            )
        )
    pairs = zip(answer.value["arrays"], answer.arrays, strict=True)
    return {name: values.reshape(shape) for (name, shape), values in pairs}


def arrays_in_child(path: Path) -> Answer:
    """What the child answers: names and shapes, and the values; or why there are none."""
    try:
        with h5py.File(path, "r") as file:
            group = file[WEIGHTS] if WEIGHTS in file else file
            found = dict(_arrays(group, ""))
    except (OSError, KeyError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        return Answer({"refused": " ".join(str(error).split()) or tr("it is damaged"), "arrays": []})
    if not found:
        return Answer({"refused": tr("it has no arrays"), "arrays": []})
    named = [[name, list(values.shape)] for name, values in found.items()]
    return Answer({"refused": "", "arrays": named}, tuple(values.reshape(-1) for values in found.values()))


def _arrays(group: h5py.Group, prefix: str) -> Iterator[tuple[str, np.ndarray]]:
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise ValueError(tr("it names other files"))
        found = group[name]
        if isinstance(found, h5py.Group):
            yield from _arrays(found, name)
        elif isinstance(found, h5py.Dataset):
            if found.external or found.is_virtual or found.dtype.kind != "f" or math.prod(found.shape) > MOST_VALUES:
                raise ValueError(tr("{name} is no array of weights").format(name=name))
            yield f"{prefix}/{name.split(':')[0]}", found[()].astype(np.float32)
