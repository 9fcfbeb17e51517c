"""An error that the user can act on becomes its sentence in the window, wherever it was raised."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from seisviewer.errors import SeisviewerError

Answer = TypeVar("Answer")


def reports_errors(method: Callable[..., Answer]) -> Callable[..., Answer | None]:
    """For methods of an object with a `state` and a `topic` that change something: a SeisviewerError is shown as its
    sentence, and None is returned then; a success takes the sentences of the topic away."""

    @wraps(method)
    def guarded(self: Any, *args: Any, **named: Any) -> Answer | None:
        reported = self.state.reported
        try:
            answer = method(self, *args, **named)
        except SeisviewerError as error:
            self.state.report_error(error, self.topic)
            return None
        if self.state.reported == reported:  # one such method may have called another, which failed
            self.state.solved.emit(self.topic)
        return answer

    return guarded
