"""Closing what threads may still use."""

from __future__ import annotations

from seisviewer.jobs.closing import LateClosing

from ..ending_users import User


class Thing:
    """Notes in `closed` that it was closed."""

    def __init__(self, name: str, closed: list[str], *, fails: bool = False) -> None:
        self._name, self._closed, self._fails = name, closed, fails

    def close(self) -> None:
        if self._fails:
            raise OSError("the disk is gone")
        self._closed.append(self._name)


def test_things_are_closed_in_their_order_once_all_who_use_them_have_ended() -> None:
    closed: list[str] = []
    users = [User(), User()]
    closing = LateClosing(users, [Thing("survey", closed), Thing("project", closed)])
    users[1].end.set()
    assert not closing.wait(0.05) and closed == []
    users[0].end.set()
    assert closing.wait(5) and closed == ["survey", "project"]


def test_one_that_cannot_be_closed_keeps_none_of_the_others_open() -> None:
    closed: list[str] = []
    assert LateClosing([], [Thing("survey", closed, fails=True), Thing("project", closed)]).wait(5)
    assert closed == ["project"]
