"""Which pickers there are and where their weights lie, found without SeisBench, torch or the internet."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from seisviewer.errors import ModelError
from seisviewer.plugins.found import Plugin, plugins
from seisviewer.translation import tr

# name as users write it (the folder of its weights in SeisBench's cache): class in seisbench.models. All that set picks on
# one station; networks of several stations, of depth phases alone, for cables and against noise are none of them.
KNOWN = {
    "phasenet": "PhaseNet",
    "phasenetlight": "PhaseNetLight",
    "variablelengthphasenet": "VariableLengthPhaseNet",
    "eqtransformer": "EQTransformer",
    "obstransformer": "OBSTransformer",
    "eqtp": "EQTP",
    "eqcctp": "EQCCTP",
    "eqccts": "EQCCTS",
    "gpd": "GPD",
    "basicphaseae": "BasicPhaseAE",
    "dkpn": "DKPN",
    "skynet": "Skynet",
    "lfedetect": "LFEDetect",
    "seist": "SeisT",
}
GROUP, PLUGIN = "pickers", "plugin"  # of plugins, each of which is one picker, “NAME:plugin”
SEIST = "seist"  # no network of SeisBench: its weights come from its authors, as plain state dicts
SEIST_SOURCE = "https://github.com/senli1073/SeisT/tree/main/pretrained"
SEIST_SIZES = ("s", "m", "l")
SEIST_FILE = re.compile(r"seist_([sml])_dpk\w*\.pth$")
ENDING = re.compile(r"\.(pt|json)(?:\.v([0-9][0-9A-Za-z.]*))?$")


@dataclass(frozen=True, order=True)
class PickerName:
    """A network and its weights: “phasenet:original”."""

    network: str
    weights: str

    def __str__(self) -> str:
        return f"{self.network}:{self.weights}"

    @classmethod
    def parse(cls, text: str) -> PickerName | None:
        """None where `text` does not begin with a network known here."""
        network, colon, weights = text.partition(":")
        known = network.lower() in KNOWN or (weights == PLUGIN and network.lower() in picker_plugins())
        return cls(network.lower(), weights) if colon and known else None

    @property
    def plugin(self) -> Plugin | None:
        """Who brings it, if that is a plugin."""
        return picker_plugins().get(self.network) if self.weights == PLUGIN and self.network not in KNOWN else None


@dataclass(frozen=True)
class WeightFiles:
    """The two files of SeisBench's format: NAME.json.v1 says how to build the network and to prepare what it sees,
    NAME.pt.v1 holds a plain state dict. version: "" where the names have none.

    seist: the size where it is a file of SeisT's authors, NAME.pth, which needs no description; "" otherwise."""

    folder: Path
    name: str
    version: str
    seist: str = ""

    @property
    def description(self) -> Path:
        if self.seist:
            return self.state
        return self.folder / f"{self.name}.json{self._suffix}"

    @property
    def state(self) -> Path:
        if self.seist:
            return self.folder / f"{self.name}.pth"
        return self.folder / f"{self.name}.pt{self._suffix}"

    @property
    def _suffix(self) -> str:
        return f".v{self.version}" if self.version else ""


def available() -> tuple[PickerName, ...]:
    """The pickers whose weights lie in SeisBench's cache, in the order of `KNOWN`, then those of plugins; asks no server."""
    found = []
    for network in KNOWN:
        names = {files.name for files in _in_folder(cache_folder() / network)}
        if network == SEIST:
            names |= {size for size in SEIST_SIZES if _of_authors(size)}
        found += [PickerName(network, name) for name in sorted(names)]
    return (*found, *(PickerName(name, PLUGIN) for name in picker_plugins()))


def picker_plugins() -> dict[str, Plugin]:
    """By the name of their network, those whose name none of ours has."""
    return {name.lower(): each for name, each in plugins(GROUP).items() if name.lower() not in KNOWN}


def is_at_hand(name_or_path: str | Path) -> bool:
    """Whether there is such a picker: its weights are on this machine, or a plugin brings it."""
    name = PickerName.parse(str(name_or_path))
    return (name is not None and name.plugin is not None) or find(name_or_path) is not None


def cache_folder() -> Path:
    """Where SeisBench keeps weights: below SEISBENCH_CACHE_ROOT, or below .seisbench in the user's home folder."""
    root = os.environ.get("SEISBENCH_CACHE_ROOT") or Path.home() / ".seisbench"
    return Path(root) / "models" / "v3"


def seist_folder() -> Path:
    """Where the files of SeisT's authors are looked for: beside “models” in SeisBench's cache."""
    return cache_folder().parent.parent / SEIST


def cached(name: PickerName) -> WeightFiles | None:
    """The newest version of a picker's weights in the cache."""
    if name.network == SEIST and (files := _of_authors(name.weights)):
        return files
    return _newest(cache_folder() / name.network, name.weights)


def on_disk(path: str | Path) -> WeightFiles | None:
    """The weights that a path names: “mine”, “mine.pt”, “mine.json.v1” all mean the same pair of files."""
    path = Path(path).expanduser()
    if size := SEIST_FILE.match(path.name):
        return WeightFiles(path.parent, path.stem, "", size[1]) if path.is_file() else None
    named = ENDING.search(path.name)
    name = path.name[: named.start()] if named else path.name
    if named and named[2]:
        files = WeightFiles(path.parent, name, named[2])
        return files if files.description.is_file() and files.state.is_file() else None
    return _newest(path.parent, name)


def find(name_or_path: str | Path) -> WeightFiles | None:
    """The weights of a picker by its name, or by a file."""
    name = PickerName.parse(str(name_or_path))
    return cached(name) if name else on_disk(name_or_path)


def nowhere(name_or_path: str | Path) -> ModelError:
    """The sentence for a picker that `find` does not find."""
    text = str(name_or_path)
    name = PickerName.parse(text)
    at_hand = ", ".join(map(str, available())) or "none"
    if name is not None and name.network == SEIST:
        if name.weights not in SEIST_SIZES:
            return ModelError(
                tr("There is no SeisT “{weights}”: choose seist:s, seist:m or seist:l.").format(weights=name.weights)
            )
        return ModelError(
            tr(
                "The weights of {name} are not here: copy seist_{weights}_dpk_diting.pth from "
                "{seist_source} into {seist_folder}."
            ).format(name=name, weights=name.weights, seist_source=SEIST_SOURCE, seist_folder=seist_folder())
        )
    if name is not None:
        return ModelError(
            tr(
                "There are no weights “{weights}” of {network} in {cache_folder}: choose some at hand "
                "({at_hand}), or fetch them with “seisviewer pick --download”, in the window with "
                "“Download…”."
            ).format(weights=name.weights, network=name.network, cache_folder=cache_folder(), at_hand=at_hand)
        )
    path = Path(text).expanduser()
    if path.is_file():
        return ModelError(
            tr(
                "{path} is not a whole picker: its weights {name}.pt and their description {name}.json "
                "(both with the same version ending) must lie side by side."
            ).format(path=path, name=stem(path).name)
        )
    if ":" in text and path.parent == Path():
        return ModelError(
            tr("There is no network “{partition}”: choose one of {known}.").format(
                partition=text.partition(":")[0], known=", ".join(KNOWN)
            )
        )
    return ModelError(
        tr(
            "There is no picker “{text}”: write NETWORK:WEIGHTS (at hand: {at_hand}), or name a file "
            "of weights that exists."
        ).format(text=text, at_hand=at_hand)
    )


def stem(path: str | Path) -> Path:
    """A path without the endings of weight files: “mine.pt.v1” becomes “mine”."""
    path = Path(path).expanduser()
    named = ENDING.search(path.name)
    return path.with_name(path.name[: named.start()]) if named and named.start() else path


def _of_authors(size: str) -> WeightFiles | None:
    name = f"seist_{size}_dpk_diting"
    there = size in SEIST_SIZES and (seist_folder() / f"{name}.pth").is_file()
    return WeightFiles(seist_folder(), name, "", size) if there else None


def _newest(folder: Path, name: str) -> WeightFiles | None:
    versions = [files for files in _in_folder(folder) if files.name == name]
    return max(versions, key=lambda files: _order(files.version), default=None)


def _in_folder(folder: Path) -> list[WeightFiles]:
    """Every pair of files in a folder."""
    found = []
    for path in sorted(folder.glob("*.json*")) if folder.is_dir() else []:
        named = ENDING.search(path.name)
        files = WeightFiles(folder, path.name[: named.start()], named[2] or "") if named else None
        if files is not None and files.state.is_file():
            found.append(files)
    return found


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
