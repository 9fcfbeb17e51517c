"""The suggested places on the map and beside the line numbers of the views."""

from __future__ import annotations

from PyQt6.QtCore import QObject

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.suggestions.suggestion_list import SuggestionList
from seisviewer.volumes.geometry import LINES, Direction


class ShownPlaces(QObject):
    """Marks the places of the list, and the labelled lines, for as long as they are there."""

    def __init__(self, state: SectionState, places: SuggestionList, views: SectionViews, survey_map: SurveyMap) -> None:
        super().__init__(views)
        self._state, self._places, self._views, self._map = state, places, views, survey_map
        for signal in (places.changed, state.labels_changed, state.project_changed, state.volume_changed):
            signal.connect(self._show)
        self._shown: object = None

    def _show(self, *_: object) -> None:
        volume, project = self._state.volume, self._state.project
        if volume is None:
            return
        labelled = project.snapshot().sections_drawn_on if project is not None else ()
        now = (volume, self._places.rows, labelled)
        if now == self._shown:
            return
        self._shown, geometry = now, volume.geometry
        places = [row.place for row in self._places.rows]
        spots = []
        for place in places:
            across, along = geometry.index(place.section), place.middle[0]
            spots.append((across, along) if place.section.direction is Direction.INLINE else (along, across))
        self._map.mark_places(spots)
        for direction in LINES:
            self._views.views[direction].header.lines.show_marks(
                [geometry.index(place.section) for place in places if place.section.direction is direction],
                [geometry.index(section) for section in labelled if section.direction is direction],
            )
