"""Networks built without memory for their weights, to see whether a file of weights fits before any are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from seisviewer.translation import tr

LARGEST_SETTING = 1_000_000  # samples of a window; no other setting of a network is a larger number
CALLS = 10_000  # of torch to build a network, and so many more for each of its weights
CALLS_FOR_A_WEIGHT = 100


def outlined(kind: Callable[..., nn.Module], arguments: Mapping[str, Any], weights: int) -> nn.Module:
    """A network with the shapes of its weights, but no values.

    weights: how many the file has that is to fill it. Raises ValueError for settings that no network of so many weights
    has, and what `kind` raises for those that it does not know.
    """
    _check_numbers(arguments)
    with _Counted(CALLS + CALLS_FOR_A_WEIGHT * weights), torch.device("meta"):
        return kind(**arguments)


def _check_numbers(settings: object) -> None:
    if isinstance(settings, int | float) and not abs(settings) <= LARGEST_SETTING:
        raise ValueError(tr("a setting is larger than that of any network"))
    if isinstance(settings, Mapping):
        settings = list(settings.values())
    if isinstance(settings, list):
        for each in settings:
            _check_numbers(each)


class _Counted(TorchFunctionMode):
    """Raises ValueError when torch is called more often than so many times."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def __torch_function__(
        self, func: Callable[..., Any], types: object, args: tuple = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        self._left -= 1
        if self._left < 0:
            raise ValueError(tr("it has more layers than weights"))
        return func(*args, **kwargs or {})
