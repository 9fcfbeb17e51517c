"""The colours of the states of a review, the same on both desks; unlike those of the phases and readable on either theme."""

from __future__ import annotations

from PyQt6.QtGui import QColor

from seisviewer.workflows.review.review_counts import ReviewState

REVIEW_COLOURS = {
    ReviewState.UNDECIDED: QColor("#f0a000"),
    ReviewState.ACCEPTED: QColor("#2f9e44"),
    ReviewState.REJECTED: QColor("#8a8f98"),
}
