"""What a project ought to hold after each action, kept beside it as a plain list of states."""

from __future__ import annotations

from typing import Generic, TypeVar

from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject

State = TypeVar("State")
AnyProject = TypeVar("AnyProject", Project, TraceProject)


def reopened(project: AnyProject) -> AnyProject:
    project.close()
    return type(project).open(project.folder)


class Timeline(Generic[State]):
    """The states of a project one after another; undo goes back along them, redo forward again."""

    def __init__(self, first: State) -> None:
        self.past: list[State] = [first]
        self.future: list[State] = []

    @property
    def now(self) -> State:
        return self.past[-1]

    def add(self, state: State) -> None:
        """An action was taken that leads to this state."""
        self.past.append(state)
        self.future.clear()

    def go(self, what: str, project: AnyProject) -> AnyProject:
        """Undo, redo or reopen, on the list and on the project, which may be another object then."""
        if what == "undo" and len(self.past) > 1:
            project.undo()
            self.future.append(self.past.pop())
        elif what == "redo" and self.future:
            project.redo()
            self.past.append(self.future.pop())
        elif what == "reopen":
            return reopened(project)
        return project

    def check(self, project: Project | TraceProject) -> None:
        """The project can be undone and redone where the list can."""
        assert project.can_undo == (len(self.past) > 1) and project.can_redo == bool(self.future)
