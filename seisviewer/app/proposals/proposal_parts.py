"""The tools that propose labels, put together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PyQt6.QtWidgets import QWidget

from seisviewer.app.attributes.slopes_in_background import BackgroundSlopes
from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.live.layer_boundaries import LayerBoundaries
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.proposals.proposal_bar import ProposalBar
from seisviewer.app.proposals.proposal_keys import ProposalKeys
from seisviewer.app.proposals.proposal_layer import ProposalLayer
from seisviewer.app.proposals.proposal_rules import BetweenControls, CleaningControls, CopyingControls, Rules
from seisviewer.app.proposals.proposal_source import Asked
from seisviewer.app.proposals.proposal_tool import ProposalTool
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.translation import tr
from seisviewer.workflows.proposals.label_proposal import LabelProposal
from seisviewer.workflows.proposals.line_interpolation import Reflectors, interpolation
from seisviewer.workflows.proposals.section_proposals import answer_as_labels, cleaning_proposal, order_of_layers


def make_proposal_tools(
    state: SectionState,
    label_editor: LabelEditor,
    answers: AnswerOnScreen,
    layers: LayerController,
    boundaries: LayerBoundaries,
    slopes: BackgroundSlopes,
    views: SectionViews,
    window: QWidget,
) -> dict[str, ProposalTool]:
    """The tools by the ids of their actions, with their keys, their layer and the bar above the views. window: they end
    with it."""

    def order() -> tuple[int, ...]:
        solved = layers.status.solved
        return () if solved is None else order_of_layers(solved.order, layers.status.kinds)

    def reflectors() -> Reflectors:
        return Reflectors(state.volume, slopes.grid, boundaries.known().get)

    def made(
        name: str, title: str, maker: Callable[[Asked], LabelProposal], rules: Rules, nothing: str
    ) -> ProposalTool:
        tool = ProposalTool(name, title, state, label_editor, answers, maker, rules.rules, nothing)
        tool.setParent(window)
        for changed in (rules.changed, answers.changed):
            changed.connect(tool.renew)
        return tool

    cleaning, between, copying = CleaningControls(order), BetweenControls(reflectors), CopyingControls()
    pages = {
        made("clean", tr("Clean the section"), _clean, cleaning, tr("nothing to clean by these rules")): cleaning,
        made(
            "between_lines",
            tr("Interpolate between labelled lines"),
            _interpolate,
            between,
            tr("the labels of the two lines do not meet here"),
        ): between,
        made(
            "copy_prediction",
            tr("Copy the prediction as labels"),
            _copy,
            copying,
            tr("what it is so sure of is labelled already"),
        ): copying,
    }
    for tool in pages:
        state.tool_changed.connect(lambda chosen, tool=tool: tool.start_on(views.active) if chosen is tool else None)
    ProposalKeys(state, views)
    views.add_layer(ProposalLayer(state, tuple(pages)))
    views.add_bar(ProposalBar(state, pages))
    return {tool.name: tool for tool in pages}


def _clean(asked: Asked) -> LabelProposal:
    return cleaning_proposal(asked.snapshot, asked.section, *_said(asked), asked.how)


def _interpolate(asked: Asked) -> LabelProposal:
    return interpolation(asked.snapshot, asked.section, *_said(asked), asked.how)


def _copy(asked: Asked) -> LabelProposal:
    return answer_as_labels(asked.snapshot, asked.section, *_said(asked), asked.how)


def _said(asked: Asked) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Classes and confidence of what is shown, None where nothing is known."""
    shown = asked.shown
    return (None, None) if shown is None else (shown.classes, np.asarray(shown.confidence))
