"""An error that the user can act on becomes its sentence in the window, wherever it was raised."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from seisviewer.errors import SeisviewerError

Answer = TypeVar("Answer")


def reports_errors(method: Callable[..., Answer]) -> Callable[..., Answer | None]:
    """For methods of an object with a `desk`: a SeisviewerError is shown as its sentence, and None is returned then."""

    @wraps(method)
    def guarded(self: Any, *args: Any, **named: Any) -> Answer | None:
        try:
            return method(self, *args, **named)
        except SeisviewerError as error:
            self.state.problem.emit(str(error))
            return None

    return guarded
