"""seisviewer: label a few sections of a seismic survey, and watch the rest being learned.

As a library: `open_survey`, `open_project` and `open_traces` open what the window opens (help page “From Python”). All
that is wrong with what they are given is raised as a `SeisviewerError`, whose message is one sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seisviewer.errors import SeisviewerError
    from seisviewer.library.opening import open_project, open_survey, open_traces
    from seisviewer.library.section_answer import SectionAnswer
    from seisviewer.library.survey import Survey
    from seisviewer.library.survey_project import SurveyProject
    from seisviewer.library.trace_desk import Traces

__version__ = "0.1.0"
__all__ = [
    "SectionAnswer",
    "SeisviewerError",
    "Survey",
    "SurveyProject",
    "Traces",
    "open_project",
    "open_survey",
    "open_traces",
]

# Imported when they are asked for: the import of the package itself takes no time, and the program starts by it too.
_PLACES = {
    "SectionAnswer": "seisviewer.library.section_answer",
    "SeisviewerError": "seisviewer.errors",
    "Survey": "seisviewer.library.survey",
    "SurveyProject": "seisviewer.library.survey_project",
    "Traces": "seisviewer.library.trace_desk",
    "open_project": "seisviewer.library.opening",
    "open_survey": "seisviewer.library.opening",
    "open_traces": "seisviewer.library.opening",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
