"""Review mode of the section desk, put together."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtWidgets import QWidget

from seisviewer.app.live.prediction_layer import AnswerSource
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.proposals.proposal_tool import ProposalTool
from seisviewer.app.proposals.propose_button import propose_button
from seisviewer.app.review.regions.region_review import RegionReview
from seisviewer.app.review.regions.region_source import RegionSource
from seisviewer.app.review.review_bar import ReviewBar
from seisviewer.app.review.review_keys import ReviewKeys
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.suggestions.suggestion_list import SuggestionList


def make_review_tool(
    state: SectionState,
    label_editor: LabelEditor,
    predictions: AnswerSource,
    views: SectionViews,
    proposals: Sequence[ProposalTool],
    places: SuggestionList,
    window: QWidget,
) -> RegionReview:
    """The tool, with its keys and the bar above the views. proposals: what the bar offers besides. places: one that is
    gone to is where to go on. window: they end with it."""
    source = RegionSource(state, predictions)
    source.setParent(window)
    tool = RegionReview(state, label_editor, source)
    bar = ReviewBar(tool)
    ReviewKeys(tool, bar)
    bar.add(propose_button(state, proposals))
    views.add_bar(bar)
    state.tool_changed.connect(lambda chosen: tool.start_on(views.active) if chosen is tool else None)
    places.chosen.connect(lambda row: tool.look_at(views.views[row.place.section.direction], row.place))
    return tool
