"""What a problem is about: a later success of the same topic takes its sentence off the screen."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    OPENING = "opening files"
    SAVING = "saving the project"
    IMPORTING = "importing picks"
    PICTURES = "saving pictures"
    CLASSES = "class files"
    COLOURS = "colour maps"
    CATALOGUES = "catalogues and detectors"
    SECTIONS = "reading sections"
    STORE = "making the store"
    LABELS = "changing labels"
    TRAINING = "training"
    LAYERS = "carrying strokes"
    RECORDS = "reading records"
    PICKS = "changing picks"
    PICKING = "picking"
    PLUGINS = "plugins"


# What says nothing any more once another survey, or other records, are on the desk.
OF_SURVEY = (Topic.SECTIONS, Topic.STORE, Topic.LABELS, Topic.TRAINING, Topic.LAYERS)
OF_RECORDS = (Topic.RECORDS, Topic.PICKS, Topic.PICKING)
