"""The one module that reads and writes weights. No file it reads can run code: pickles of anything but tensors are refused.

A model file is a plain state dict as torch.save writes it (torch.load reads it without this program), with one record
more in the same zip archive: a JSON description that says how to build the network again.
"""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from seisviewer.array_archive import DAMAGED
from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import DESCRIPTION_BYTES, json_from
from seisviewer.errors import ModelError
from seisviewer.networks.registry import build
from seisviewer.networks.resnet import adapt_torchvision
from seisviewer.translation import tr

DESCRIPTION = "archive/seisviewer.json"  # torch.save puts its own records under "archive" when it writes to memory
COMPILED_PREFIX = "_orig_mod."
MOST_CLASSES, MOST_PLANES = 256, 256  # of a network; there are never so many, but a file may say anything


@dataclass(frozen=True)
class ModelSpec:
    """How to build a model again. classes: facies numbers in the order of the logits' channels. settings: what else a
    prediction must know (how amplitudes are prepared), as JSON can hold it.
    """

    network: str
    encoder: str
    classes: tuple[int, ...]
    in_channels: int = 1
    settings: Mapping[str, Any] = field(default_factory=dict)

    def build(self, seed: int = 0) -> nn.Module:
        """A new model of this kind; raises ModelError where the names are unknown."""
        return build(self.network, self.encoder, len(self.classes), in_channels=self.in_channels, seed=seed)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Any) -> ModelSpec:
        """Raises ValueError where a value is missing or of the wrong kind."""
        match values:
            case {
                "network": str(network),
                "encoder": str(encoder),
                "classes": list(classes),
                "in_channels": int(planes),
            }:
                settings = values.get("settings", {})
                fits = len(classes) <= MOST_CLASSES and 0 < planes <= MOST_PLANES
                if isinstance(settings, dict) and all(type(each) is int for each in classes) and fits:
                    return cls(network, encoder, tuple(classes), planes, settings)
        raise ValueError(tr("not the description of a model"))


def save(path: Path | str, model: nn.Module, spec: ModelSpec) -> None:
    """Write the model's weights and `spec` to one file; a kill at any moment leaves the old file or the new one."""
    state = {name.removeprefix(COMPILED_PREFIX): value for name, value in model.state_dict().items()}
    content = _to_bytes(state)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(DESCRIPTION, json.dumps(spec.to_json(), indent=1))
    write_whole(path, content.getvalue(), ModelError)


def load(path: Path | str) -> tuple[nn.Module, ModelSpec]:
    """The model on the CPU, ready to predict, and its description.

    Raises ModelError where the file is missing, damaged, holds anything but weights, or fits no network known here.
    """
    path = Path(path)
    spec = read_spec(path)
    state = load_state(path)
    model = spec.build()
    fill(model, state, path)
    return model.eval(), spec


def read_spec(path: Path | str) -> ModelSpec:
    """The description alone, without reading weights; raises ModelError where there is none."""
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(DESCRIPTION).file_size > DESCRIPTION_BYTES:
                raise ValueError(tr("its description is far larger than one can be"))
            return ModelSpec.from_json(json_from(archive.read(DESCRIPTION)))
    except FileNotFoundError:
        raise _missing(path) from None
    except (KeyError, ValueError) as error:
        raise ModelError(
            tr(
                "{path} does not say which network its weights belong to: choose a model that seisviewer has saved."
            ).format(path=path)
        ) from error
    except (OSError, *DAMAGED) as error:
        raise ModelError(
            tr("{path} cannot be read as a model ({error}): train again or choose another file.").format(
                path=path, error=error
            )
        ) from error


def save_state(path: Path | str, values: Mapping[str, Any]) -> None:
    """Write a dictionary of tensors, numbers, texts, lists and dictionaries (what a stopped run needs to go on)."""
    write_whole(path, _to_bytes(dict(values)).getvalue(), ModelError)


def load_state(path: Path | str) -> dict[str, Any]:
    """Read what `save_state` wrote, tensors on the CPU; raises ModelError where the file is missing or damaged."""
    return _read(Path(path))


def load_encoder_weights(model: nn.Module, path: Path | str) -> None:
    """Fill `model.encoder`, a ResNet, with torchvision's weights (ImageNet's, say) of the same depth.

    The classifier in the file (fc) is left out. Its first convolution sees three colours: for one amplitude plane its
    kernels are summed, for others their mean is shared out. Raises ModelError where names or shapes differ.
    """
    path = Path(path)
    encoder = model.encoder
    if not hasattr(encoder, "layer4"):
        raise ModelError(
            tr("{path} holds weights for a ResNet: choose a ResNet encoder to use them.").format(path=path)
        )
    state = adapt_torchvision(_read(path), encoder.conv1.in_channels)
    fill(encoder, state, path)


def _to_bytes(values: Mapping[str, Any]) -> io.BytesIO:
    content = io.BytesIO()
    torch.save(_on_cpu(values), content)
    return content


def _on_cpu(value: Any) -> Any:
    """Copies of tensors without the rest of the storage that they may be a view of."""
    if isinstance(value, Tensor):
        return value.detach().cpu().clone(memory_format=torch.contiguous_format)
    if isinstance(value, Mapping):
        return {key: _on_cpu(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_on_cpu(each) for each in value)
    return value


def _read(path: Path) -> dict[str, Any]:
    _check_archive(path)
    try:
        values = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise _missing(path) from None
    except pickle.UnpicklingError as error:
        raise ModelError(
            tr("{path} holds something other than weights, and was not opened, since it could run code.").format(
                path=path
            )
        ) from error
    except Exception as error:  # of any class: the bytes of a file of another kind lead torch astray anywhere
        raise _damaged(path) from error
    if not isinstance(values, Mapping):
        raise ModelError(tr("{path} holds something other than named weights: choose another file.").format(path=path))
    return dict(values)


def _check_archive(path: Path) -> None:
    """Refuse an archive whose parts are packed, which torch never does, as they may be a thousand times larger than the
    file; and a damaged one, as torch does not look at the check sums that it writes."""
    try:
        if not zipfile.is_zipfile(path):  # what PyTorch wrote before version 1.6 is none
            return
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > path.stat().st_size or archive.testzip():
                raise _damaged(path)
    except (OSError, ValueError, *DAMAGED) as error:
        raise _damaged(path) from error


def fill(module: nn.Module, state: Mapping[str, Any], path: Path) -> None:
    """Copy every weight; raises as `check_fits`."""
    check_fits(module, state, path)
    module.load_state_dict(state)


def check_fits(module: nn.Module, state: Mapping[str, Any], path: Path) -> None:
    """Raise ModelError for a file that lacks a weight, has one too many, or has one of another shape."""
    wanted = module.state_dict()
    missing = [name for name in wanted if name not in state]
    extra = [name for name in state if name not in wanted]
    if missing or extra:
        example = (
            tr("it lacks {missing}").format(missing=missing[0])
            if missing
            else tr("{extra} has no place there").format(extra=extra[0])
        )
        raise ModelError(
            tr("{path} holds the weights of another network ({example}): choose the one it was made for.").format(
                path=path, example=example
            )
        )
    for name, value in wanted.items():
        if not isinstance(state[name], Tensor) or state[name].shape != value.shape:
            raise ModelError(
                tr(
                    "{path} holds the weights of another network ({name} has another shape there): choose its own."
                ).format(path=path, name=name)
            )


def _damaged(path: Path) -> ModelError:
    return ModelError(
        tr("{path} is damaged or holds no weights: train again or choose another file.").format(path=path)
    )


def _missing(path: Path) -> ModelError:
    return ModelError(tr("There is no file {path}: choose a model that exists.").format(path=path))
