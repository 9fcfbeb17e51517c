"""The choice of what colours the map of the survey, with its scale, and the colours themselves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from seisviewer.app.horizons.horizon_maps_shown import TIPS, TITLES, HorizonMaps
from seisviewer.app.live.map_scale import MapScale
from seisviewer.app.live.prediction_layer import map_table
from seisviewer.app.reading.map_kinds import KINDS, TRACES, between_lines, map_picture, rests_on
from seisviewer.app.reading.nearest_labels import NearestLabels
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.predictions.passes.two_passes import chosen_passes
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.translation import tr
from seisviewer.workflows.horizons.at_horizon import AtHorizon

DELAY_MS = 300  # strokes and lines come in one after the other

CHOICE_LETTERS = 12
AT_HORIZON = "at_horizon_"  # before the name of what is shown there

Store = Callable[[], PredictionStore | None]


class MapColours(QWidget):
    """Rows below the map; `overlays.on_map` holds the choice."""

    def __init__(
        self,
        state: SectionState,
        survey_map: SurveyMap,
        labels: NearestLabels,
        store: Store | None = None,
        filling: Callable[[], bool] = lambda: False,
        horizon_maps: HorizonMaps | None = None,
    ) -> None:
        """horizon_maps: what lies at the chosen horizon; without it that is not offered. store: gives what is kept of who speaks on screen, None where nothing is; without it only labels are offered.
        filling: whether the whole survey is being predicted."""
        super().__init__()
        self._state, self._map, self._labels, self._store = state, survey_map, labels, store
        self._filling, self._horizon_maps = filling, horizon_maps
        self.choice = QComboBox()
        self.choice.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(CHOICE_LETTERS)  # the scale needs the room
        self.choice.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.choice.setToolTip(tr("What the map is coloured by; a click on the map goes there"))
        self.choice.addItem(tr("Traces"), TRACES)
        self._kinds = {name: kind for name, kind in KINDS.items() if store is not None or not kind.hatched}
        for kind in self._kinds.values():
            self.choice.addItem(kind.title, kind.name)
            self.choice.setItemData(self.choice.count() - 1, kind.tip, Qt.ItemDataRole.ToolTipRole)
        for kind in TITLES if horizon_maps is not None else ():
            self.choice.addItem(TITLES[kind], f"{AT_HORIZON}{kind}")
            self.choice.setItemData(self.choice.count() - 1, TIPS[kind], Qt.ItemDataRole.ToolTipRole)
        self.choice.currentIndexChanged.connect(lambda _: self._choose())
        self.scale = MapScale("", "", map_table("viridis"))
        self.rests_on = sentence()
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addWidget(self.scale, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.rests_on)
        survey_map.add_below(self)
        self._later = QTimer(self, singleShot=True, interval=DELAY_MS, timeout=self._show)
        for signal in (state.overlays_changed, state.volume_changed, state.project_changed):
            signal.connect(lambda _: self._show())
        for signal in (state.labels_changed, labels.found):
            signal.connect(self.renew)
        if horizon_maps is not None:
            horizon_maps.changed.connect(self._renew_horizon)
        self._show()

    def renew(self) -> None:
        """Other values are known now; they are shown soon."""
        if not self._later.isActive():
            self._later.start()

    def _choose(self) -> None:
        if self._horizon_maps is not None:
            self._horizon_maps.begin_again()
        self._state.set_overlays(on_map=self.choice.currentData())

    def _renew_horizon(self) -> None:
        if self._state.overlays.on_map.startswith(AT_HORIZON):
            self.renew()

    def _show(self) -> None:
        volume = self._state.volume
        self.setVisible(volume is not None and not volume.geometry.is_2d)
        name = self._state.overlays.on_map
        blocked = self.choice.blockSignals(True)
        self.choice.setCurrentIndex(max(0, self.choice.findData(name)))
        self.choice.blockSignals(blocked)
        kind = self._kinds.get(name)
        self.scale.setVisible(kind is not None)
        self.rests_on.hide()
        if volume is not None and self._horizon_maps is not None and name.startswith(AT_HORIZON):
            self._show_horizon(AtHorizon(name.removeprefix(AT_HORIZON)))
            return
        if volume is None or kind is None:
            self._map.show_colours(None)
            return
        geometry, values = volume.geometry, self._values(name)
        live = geometry.live
        ends = kind.end_names(values)
        if ends is None:
            self.scale.say(kind.nothing)
        else:
            self.scale.name_ends(*ends, kind.table)
        self.scale.setToolTip(as_plain(kind.tip))
        if kind.gridded:
            live = np.logical_and(*chosen_passes(geometry))  # of lone lines only where they cross
            said = rests_on(values, live, self._filling())
            self.rests_on.setText(said)
            self.rests_on.setVisible(bool(said))
            values = values if geometry.is_sparse else between_lines(values)
        picture = map_picture(kind, values, live, sparse=geometry.is_sparse)
        self._map.show_colours(picture, labelled_lines=kind.hatched)

    def _show_horizon(self, kind: AtHorizon) -> None:
        """What lies at a horizon, with its scale; of classes only whose they are."""
        found, horizon = self._horizon_maps.colours(kind), self._horizon_maps.horizon
        self.scale.show()
        self.scale.setToolTip(as_plain(TIPS[kind]))
        if horizon is not None:
            self.rests_on.setText(f"{TITLES[kind].removesuffix(' horizon')} “{horizon.name}”")
            self.rests_on.show()
        if isinstance(found, str):
            self.scale.say(found)
            self._map.show_colours(None)
            return
        if found.scale is None:
            self.scale.say(tr("colours of the classes"))
        else:
            low, high = (text for _, text in (found.scale.ticks[0], found.scale.ticks[-1]))
            self.scale.name_ends(low, high, np.pad(found.scale.colours, ((0, 0), (0, 1)), constant_values=255))
        self._map.show_colours(found.image, labelled_lines=False)

    def _values(self, name: str) -> np.ndarray:
        """Float32 (inlines, crosslines), NaN where nothing is known."""
        unknown = np.full(self._state.volume.geometry.shape[:2], np.nan, np.float32)
        if name == "labels":
            share = self._labels.labelled_share()
            return unknown if share is None else share
        store = self._store()
        return unknown if store is None else getattr(store.columns(), name)
