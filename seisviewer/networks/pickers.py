"""Phase pickers of SeisBench, and SeisT: loading them without running a stranger's code, and writing what is read again.

Importing this module imports SeisBench, which takes seconds; `picker_names` says what is at hand without it.
"""

from __future__ import annotations

import inspect
import json
import logging
import math
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import read_json
from seisviewer.errors import ModelError
from seisviewer.file_names import safe_name
from seisviewer.networks import weights
from seisviewer.networks.device import choose_device
from seisviewer.networks.outlines import outlined
from seisviewer.networks.picker_names import (
    KNOWN,
    SEIST,
    PickerName,
    WeightFiles,
    cache_folder,
    cached,
    find,
    nowhere,
    stem,
)
from seisviewer.plugins.found import Plugin, calling, load, wrong
from seisviewer.translation import tr

try:
    import seisbench
    from seisbench import models

    from seisviewer.networks.seist.seist_picker import SeisT
except OSError as error:  # on its first import it makes its cache folder
    raise ModelError(
        tr("SeisBench cannot use its folder {filename}: set SEISBENCH_CACHE_ROOT to one that can be written.").format(
            filename=error.filename
        )
    ) from error

DETECTION = "Detection"
DEFAULT_THRESHOLD = 0.3
SET_BY_THE_CLASS = {"citation", "default_args", "labels", "output_type", "pred_sample"}
NORMALISATIONS = {"norm_amp_per_comp", "norm_detrend"}  # not taken by every class that lists them
OURS = "seisviewer"  # the part of a description that SeisBench does not look at

seisbench.logger.setLevel(logging.ERROR)  # what matters of its warnings is said to the user in our words


@dataclass(frozen=True)
class Picker:
    """A network that picks, with its weights.

    name: as users know it, "phasenet:original" or the name of a file. model: SeisBench's WaveformModel, in eval mode.
    self_trained: it was taught by this program, so its picks are those of the user's own model. plugin: who brings it, None for
    ours and for files.
    """

    name: str
    model: nn.Module = field(repr=False, compare=False)
    self_trained: bool = False
    plugin: Plugin | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the curves that `annotate` gives, in the model's order, noise included: ("N", "P", "S")."""
        return tuple(str(label) for label in self.model.labels or ())

    @property
    def phases(self) -> Mapping[str, str]:
        """Label of each curve that says something here: the phase it is shown as ("P", "S" or "Detection")."""
        known = {label: phase_of(label) for label in self.labels}
        return {label: phase for label, phase in known.items() if phase}

    @property
    def in_samples(self) -> int:
        """Samples of a window."""
        return int(self.model.in_samples)

    @property
    def rate(self) -> float | None:
        """Samples per second that it was taught with; None where it takes any."""
        return float(self.model.sampling_rate) if self.model.sampling_rate else None

    @property
    def component_order(self) -> str:
        return "".join(self.model.component_order or "")

    @property
    def detects(self) -> bool:
        """Whether it also says where there is an event at all."""
        return DETECTION in self.phases.values()

    @property
    def step(self) -> int:
        """Samples from one window to the next as `annotate` lays them (half a window, unless the weights ask for more)."""
        if self.is_pointwise:
            return int(self._argument("stride", 1))
        overlap = self._argument("overlap", 0)
        return self.in_samples - (int(overlap * self.in_samples) if overlap < 1 else int(overlap))

    @property
    def edge(self) -> int:
        """Samples at either end of a record about which `annotate` says nothing."""
        if self.is_pointwise:
            return max(int(self.model.pred_sample), self.in_samples - int(self.model.pred_sample))
        return int(max(self._argument("blinding", (0, 0))))

    @property
    def is_pointwise(self) -> bool:
        """Whether a window gives one answer (GPD) and not a curve."""
        return self.model.output_type == "point"

    @property
    def fade(self) -> int:
        """Samples over which a record that is too short is to die away. Networks that look for one event in a window must
        not see its mirror image for long; the others do best with noise all over the window."""
        return self.in_samples // 12 if self.detects else self.in_samples * 2 // 3

    @property
    def settling(self) -> int:
        """Samples at the start of a record that its own preparation uses up (DKPN)."""
        return math.ceil(float(getattr(self.model, "fp_stabilization", 0.0)) * (self.rate or 0.0))

    @property
    def filters(self) -> bool:
        """Whether its own preparation looks beyond the window."""
        return bool(self.model.filter_args or self.model.filter_kwargs or self.settling)

    def threshold(self, phase: str) -> float:
        """What its weights recommend for a phase, else 0.3."""
        return float(self.model.default_args.get(f"{phase}_threshold", DEFAULT_THRESHOLD))

    def annotate(self, stream: Any, **arguments: Any) -> Any:
        """SeisBench's annotate: an ObsPy Stream of probabilities for an ObsPy Stream of waveforms."""
        with self.guarded():
            return self.model.annotate(stream, **arguments)

    def guarded(self) -> AbstractContextManager[None]:
        """Round its answers: what a plugin's network raises becomes one sentence."""
        return nullcontext() if self.plugin is None else calling(self.plugin, "picking")

    def classify(self, stream: Any, **arguments: Any) -> Any:
        """SeisBench's classify, with the pick list of the model."""
        return self.model.classify(stream, **arguments)

    def resampled(self, stream: Any) -> Any:
        """A copy of an ObsPy Stream with the picker's samples per second, as SeisBench's annotate would resample it."""
        stream = stream.copy()
        if self.rate is not None:
            self.model.resample(stream, self.rate)
        return stream

    def _argument(self, name: str, default: Any) -> Any:
        """What `annotate` uses where it is told nothing: the choice of the weights, else that of the class."""
        of_the_class = self.model._annotate_args.get(name, ("", default))[1]
        return self.model.default_args.get(name, of_the_class)


def phase_of(label: str) -> str:
    """The phase that a label of a model means: Pn and Pg are P; "" for noise, polarities and what is unknown."""
    if label == DETECTION:
        return DETECTION
    return label[0] if label in ("P", "S", "Pn", "Pg", "Sn", "Sg") else ""


def load_picker(name_or_path: str | Path, *, device: str = "auto", download: bool = False, label: str = "") -> Picker:
    """A picker by its name (“phasenet:original”, from SeisBench's cache) or by a file (“mine.pt”).

    download: fetch weights that are not in the cache from SeisBench's server; nothing else here uses the internet.
    label: what to call it instead. Raises ModelError with one sentence for a network, weights or a file that cannot be had.
    """
    text = str(name_or_path)
    name = PickerName.parse(text)
    if name is not None and name.plugin is not None:
        model = model_of_plugin(name.plugin).to(choose_device(device).device)
        return Picker(label or str(name), model.eval(), plugin=name.plugin)
    files = find(text)
    if files is None and name is not None and download:
        files = _downloaded(name)
    if files is None:
        raise nowhere(text)
    description = _description(files)
    model = _model(files, description, name.network if name else "")
    ours = description.get(OURS)
    self_trained = isinstance(ours, dict) and bool(ours.get("self_trained"))
    model.to(choose_device(device).device)
    return Picker(label or (str(name) if name else files.name), model.eval(), self_trained)


def model_of_plugin(plugin: Plugin) -> nn.Module:
    """The network of a plugin with its weights. Raises PluginError."""
    make = load(plugin)
    with calling(plugin, tr("making its picker")):
        model = make()
    if not isinstance(model, models.WaveformModel):
        raise wrong(plugin, tr("gave a {name} and no WaveformModel of SeisBench").format(name=type(model).__name__))
    if not any(phase_of(str(label)) in ("P", "S") for label in model.labels or ()):
        raise wrong(plugin, tr("gave a network that tells neither P nor S"))
    return model


def new_picker(network: str = "phasenet", name: str = "", **arguments: Any) -> Picker:
    """An untrained picker with random weights (seed torch for repeatable ones); arguments as SeisBench's class takes
    them."""
    return Picker(name or network, _class(KNOWN[network])(**arguments), self_trained=True)


def save_picker(
    path: str | Path,
    model: nn.Module,
    *,
    docstring: str = "",
    self_trained: bool = True,
    trained_on: Sequence[str] = (),
) -> Path:
    """Write NAME.pt.v1 and NAME.json.v1, which `load_picker` and, but for SeisT, SeisBench's load (version_str="1") read, and
    return the path of the weights. path: NAME with or without such an ending. trained_on: names of data sets. Raises ModelError where the folder cannot be written.
    """
    base = stem(path)
    files = WeightFiles(base.parent, base.name, "1")
    description = {
        "docstring": docstring,
        "model_args": _arguments(model),
        "seisbench_requirement": seisbench.__version__,
        "default_args": model.default_args,
        "version": "1",
        OURS: {"network": _network_of(model), "self_trained": self_trained, "trained_on": list(trained_on)},
    }
    weights.save_state(files.state, model.state_dict())
    write_whole(files.description, json.dumps(description, indent=4).encode(), ModelError)
    return files.state


def _class(kind: str) -> type[nn.Module]:
    return SeisT if kind == SeisT.__name__ else getattr(models, kind)


def _network_of(model: nn.Module) -> str:
    return next(name for name, kind in KNOWN.items() if kind == type(model).__name__)


def _arguments(model: nn.Module) -> dict[str, Any]:
    """What its class must be called with to build it again.

    Some classes of SeisBench also list what they set themselves and then refuse to be told.
    """
    taken = inspect.signature(type(model).__init__).parameters
    listed = model.get_model_args()
    values = {name: value for name, value in listed.items() if name in taken or name not in SET_BY_THE_CLASS}
    return {name: value for name, value in values.items() if not (name in NORMALISATIONS and value is False)}


def _downloaded(name: PickerName) -> WeightFiles | None:
    # SeisBench would take the second for a path
    if name.network == SEIST or safe_name(name.weights) != name.weights:
        raise nowhere(str(name))
    try:
        getattr(models, KNOWN[name.network]).from_pretrained(name.weights)
    except OSError as error:  # those of requests bear no number, and much that only a programmer understands
        reason = error.strerror or tr("SeisBench's server is not reached")
        raise ModelError(
            tr(
                "The weights of {name} cannot be fetched ({reason}): check the network, or copy them "
                "into {cache_folder}."
            ).format(name=name, reason=reason, cache_folder=cache_folder() / name.network)
        ) from error
    except ValueError as error:  # SeisBench's, of an unknown name
        reason = " ".join(str(error).split()).rstrip(".")
        raise ModelError(
            tr("The weights of {name} cannot be fetched from SeisBench's server ({reason}).").format(
                name=name, reason=reason
            )
        ) from error
    return cached(name)


def _description(files: WeightFiles) -> dict[str, Any]:
    if files.seist:
        return {"model_args": {"size": files.seist}, OURS: {"network": SEIST}}
    try:
        description = read_json(files.description)
    except (OSError, ValueError) as error:
        raise ModelError(
            tr("{description} is damaged: copy the weights anew or choose others.").format(
                description=files.description
            )
        ) from error
    if not isinstance(description, dict) or not isinstance(description.get("model_args", {}), dict):
        raise ModelError(
            tr("{description} does not describe a picker: copy the weights anew or choose others.").format(
                description=files.description
            )
        )
    return description


def _model(files: WeightFiles, description: dict[str, Any], network: str) -> nn.Module:
    """Build the network that the description names and fill it."""
    state = weights.load_state(files.state)
    ours = description.get(OURS)
    if not network and isinstance(ours, dict):
        network = str(ours.get("network", ""))
    if not network:
        network = files.folder.name.lower()
    kinds = [KNOWN[network]] if network in KNOWN else list(KNOWN.values())
    problem = tr("no network known here has these layers")
    arguments = description.get("model_args", {})
    for kind in kinds:
        try:
            outline = outlined(_class(kind), arguments, len(state))
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RuntimeError) as error:
            problem = tr("{kind} takes no such settings").format(kind=kind)  # each class complains in its own way
            if len(kinds) == 1:
                raise _unfit(files, problem) from error
            continue
        if len(kinds) == 1 or _fits(outline, state):
            weights.check_fits(outline, state, files.state)
            model = _class(kind)(**arguments)
            weights.fill(model, state, files.state)
            defaults = description.get("default_args")
            model.default_args.update(defaults if isinstance(defaults, dict) else {})
            return model
    raise _unfit(files, problem)


def _fits(model: nn.Module, state: Mapping[str, Any]) -> bool:
    """Whether names and shapes are the same."""
    wanted = {name: value.shape for name, value in model.state_dict().items()}
    return wanted == {name: value.shape for name, value in state.items() if isinstance(value, torch.Tensor)}


def _unfit(files: WeightFiles, problem: str) -> ModelError:
    return ModelError(
        tr(
            "{description} describes no picker that can be used here ({problem}): choose other "
            "weights, or update SeisBench."
        ).format(description=files.description, problem=problem)
    )
