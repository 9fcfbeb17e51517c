"""The tool that shows what is proposed for the section in use until it is applied or discarded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from seisviewer.app.live.prediction_layer import AnswerSource
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.pointer_note import PointerNote
from seisviewer.app.proposals.proposal_source import Asked, Maker, ProposalSource
from seisviewer.app.section_state import Hit, PointedView, SectionState, Tool
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.section_names import section_title

if TYPE_CHECKING:
    from seisviewer.workflows.proposals.label_proposal import LabelProposal

LOOKING = tr("Working it out…")
NOTHING_KNOWN = tr("Nothing is labelled or predicted here yet: paint two classes first.")


class ProposalTool(QObject):
    """One kind of proposal. It follows the view that it began on from line to line; a click takes it to another view.

    What is on screen is what would be applied: it is made again where labels, the section, the rules or the answer that the
    user chose are others, and not because a model says something else meanwhile. proposal: what is on screen. said: about
    it, in a sentence. changed: either is another.
    """

    cursor: Qt.CursorShape | None = None
    changed = pyqtSignal()

    def __init__(
        self,
        name: str,
        title: str,
        state: SectionState,
        label_editor: LabelEditor,
        predictions: AnswerSource,
        maker: Maker,
        rules: Callable[[], object],
        nothing: str,
    ) -> None:
        """name: of its action. title: of what it does, for a button. rules: what the maker is asked with, now. nothing: what
        is said where there is nothing to propose."""
        super().__init__()
        self.name, self.title = name, title
        self._state, self._label_editor, self._predictions = state, label_editor, predictions
        self._source, self._rules, self._nothing = ProposalSource(state, maker), rules, nothing
        self._source.setParent(self)
        self._view: PointedView | None = None
        self._before: Tool | None = None  # the tool that one goes back to
        self._asked: Asked | None = None
        self._note = PointerNote()
        self.proposal: LabelProposal | None = None
        self.said = ""
        self._source.answered.connect(self._take)
        state.labels_changed.connect(self.renew)
        state.classes_changed.connect(self.renew)
        state.shown_changed.connect(self._follow)
        state.prediction_changed.connect(self._hear)
        state.tool_changed.connect(self._remember)
        state.volume_changed.connect(self.cancel)

    @property
    def in_hand(self) -> bool:
        return self._state.tool is self

    @property
    def section(self) -> SectionId | None:
        """That of the view in which it works."""
        section = self._view.section if self._view is not None else None
        return section if section in self._state.shown else None

    def start_on(self, view: PointedView) -> None:
        """Propose something for a view's section."""
        self._view = view
        self.renew()

    def renew(self, *_: Any) -> None:
        """Make the proposal again for what stands there now."""
        if not self.in_hand:
            return
        section, project = self.section, self._state.project
        if section is None or project is None:
            self._asked = None
            self._show(None, NOTHING_KNOWN)
            return
        self._asked = Asked(section, self._predictions.get(section), project.snapshot(), self._rules())
        self._source.ask(self._asked)
        self._show(None, LOOKING)

    def apply(self) -> None:
        """Make accepted labels of what is proposed, as one action."""
        proposal = self.proposal
        refusal = self._label_editor.refusal(UNLABELLED)
        if refusal or proposal is None or not proposal.samples:
            self._state.message.emit(refusal or self.said)
            return
        self._label_editor.commit(proposal.strokes())
        place = section_title(self._state.volume.geometry, proposal.section)
        self._state.message.emit(
            tr("{place}: {samples:,} samples are accepted labels now; one undo takes them back.").format(
                place=place, samples=proposal.samples
            )
        )

    def leave(self) -> None:
        """Discard what is proposed and go back to Review, or to no tool."""
        self._state.set_tool(self._before)

    # As a tool of the views

    def hover(self, hit: Hit) -> None:
        words, colours = self._change_at(hit)
        if words:
            self._note.say(hit, words, colours)
        else:
            self._note.hide()

    def press(self, hit: Hit) -> None:
        if hit.view is not self._view:
            self.start_on(hit.view)

    def drag(self, hit: Hit) -> None:
        """Nothing is drawn with it."""

    def release(self, hit: Hit) -> None:
        """Nothing is drawn with it."""

    def double_click(self, hit: Hit) -> None:
        self.press(hit)

    def finish(self) -> None:
        self.cancel()

    def cancel(self, *_: Any) -> None:
        self._source.drop()
        self._asked = None
        self._show(None, "")

    # What is proposed

    def _take(self, asked: Asked, answer: LabelProposal | Exception) -> None:
        if asked is not self._asked:
            return
        if isinstance(answer, Exception):
            self._show(None, str(answer))
        else:
            self._show(answer, self._words(answer))

    def _show(self, proposal: LabelProposal | None, said: str) -> None:
        if (proposal, said) != (self.proposal, self.said):
            self.proposal, self.said = proposal, said
            self._note.hide()
            self.changed.emit()

    def _words(self, proposal: LabelProposal) -> str:
        place = section_title(self._state.volume.geometry, proposal.section)
        if not proposal.samples:
            return f"{place}: {self._nothing}"
        many = "" if proposal.places == 1 else tr(" in {places:,} places").format(places=proposal.places)
        changes = ", ".join(f"{samples:,} {what}" for what, samples in self._changes(proposal).items())
        by = f" ({proposal.by})" if proposal.by else ""
        return tr("{place}: {samples:,} samples{many}{by}: {changes}").format(
            place=place, samples=proposal.samples, many=many, by=by, changes=changes
        )

    def _changes(self, proposal: LabelProposal) -> dict[str, int]:
        """Samples by what becomes of them, in words, the most first."""
        found: Counter[str] = Counter()
        for (before, after), samples in proposal.counts.items():
            was = "" if before in (UNLABELLED, after) else f"{self._name(before)} → "
            found[f"{was}{self._name(after)}"] += samples
        return dict(found.most_common())

    def _change_at(self, hit: Hit) -> tuple[list[str], list[str]]:
        """Classes before and after at a place, and their colours; nothing where nothing is proposed."""
        proposal = self.proposal
        if proposal is None or hit.section != proposal.section:
            return [], []
        place = round(hit.row), round(hit.column)
        inside = all(0 <= at < count for at, count in zip(place, proposal.classes.shape, strict=True))
        after = int(proposal.classes[place]) if inside else UNLABELLED
        if after == UNLABELLED:
            return [], []
        before = int(proposal.before[place])
        colours = {each.number: each.colour for each in self._label_editor.classes}
        numbers = [after] if before in (UNLABELLED, after) else [before, after]
        words = [
            (tr("now: {name}") if number == before != after else tr("proposed: {name}")).format(name=self._name(number))
            for number in numbers
        ]
        return words, [colours.get(number, "#ffffff") for number in numbers]

    def _name(self, number: int) -> str:
        return self._label_editor.classes.name_of(number)

    def _follow(self, _: object) -> None:
        """Another line is in the view."""
        if self.in_hand and (self._asked is None or self.section != self._asked.section):
            self.renew()

    def _hear(self, section: SectionId | None) -> None:
        """A model says something where none did before."""
        if self.in_hand and section == self.section and self._asked is not None and self._asked.shown is None:
            self.renew()

    def _remember(self, tool: Tool | None) -> None:
        if not isinstance(tool, ProposalTool):
            self._before = tool if tool is not None and tool.name == "review" else None
