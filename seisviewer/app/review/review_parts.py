"""Review mode, put together."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from seisviewer.app.live.prediction_source import PredictionSource
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.review.region_source import RegionSource
from seisviewer.app.review.review_bar import ReviewBar
from seisviewer.app.review.review_keys import ReviewKeys
from seisviewer.app.review.review_tool import ReviewTool
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_views import SectionViews


def make_review_tool(
    state: SectionState, label_editor: LabelEditor, predictions: PredictionSource, views: SectionViews, window: QWidget
) -> ReviewTool:
    """The tool, with its keys and the bar above the views. window: they end with it."""
    source = RegionSource(state, predictions)
    source.setParent(window)
    tool = ReviewTool(state, label_editor, source)
    ReviewKeys(state, tool, window)
    views.add_bar(ReviewBar(state, tool))
    state.tool_changed.connect(lambda chosen: tool.start_on(views.active) if chosen is tool else None)
    return tool
