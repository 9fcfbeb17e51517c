"""What an action, and a gesture, of the window is."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.translation import tr

# The two desks of the window.
SECTIONS = "sections"
TRACES = "traces"
DESKS = (SECTIONS, TRACES)

# What an action may need.
SURVEY = "survey"
PROJECT = "project"
RECORDS = "records"
PICKS = "picks"
ANY_DATA = "any data"
ANY_PROJECT = "any project"
MISSING = {
    SURVEY: tr("no survey is open"),
    PROJECT: tr("nothing is painted yet"),
    RECORDS: tr("no records are open"),
    PICKS: tr("there is no pick yet"),
    ANY_DATA: tr("nothing is open"),
    ANY_PROJECT: tr("there is no project yet"),
}
_DESKS_OF = {SURVEY: (SECTIONS,), PROJECT: (SECTIONS,), RECORDS: (TRACES,), PICKS: (TRACES,)}


@dataclass(frozen=True)
class Action:
    """One thing to ask for.

    menu: where it stands, "/" for a submenu. keys: default shortcuts in Qt's notation, the first is the one shown.
    tip: what it does, one plain sentence without its full stop. icon: file name in resources/icons without ending.
    needs: SURVEY or PROJECT (of the section desk), RECORDS or PICKS (records with a project, of the trace desk), ANY_DATA
    or ANY_PROJECT (of the desk in front) when it makes no sense without one. bar: also on the tool bar. line: a separator
    stands above it. repeats: holding the key down repeats it.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    needs: str = ""
    checkable: bool = False
    bar: bool = False
    line: bool = False
    repeats: bool = False

    @property
    def desks(self) -> tuple[str, ...]:
        """The desks at which it can be asked for."""
        return _DESKS_OF.get(self.needs, DESKS)

    def meets(self, other: Action) -> bool:
        """Whether the two can be asked for at one desk, so that they cannot share a key."""
        return bool(set(self.desks) & set(other.desks))


@dataclass(frozen=True)
class Gesture:
    """Something done with the mouse, for the cheat sheet; gestures cannot be changed."""

    hands: str
    tip: str
    desks: tuple[str, ...] = DESKS
