"""Bodies of classes and horizons in the scene: what is chosen, found and drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtCore import QObject, pyqtBoundSignal
from PyQt6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.scene.body_source import Bodies, BodySource
from seisviewer.app.scene.labelled_bodies import LabelledBodies
from seisviewer.app.scene.surface_list import Entry, SurfaceList
from seisviewer.app.scene.surfaces import Surface, horizon_surface
from seisviewer.app.section_state import SectionState
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.structure.wells.well import Well
from seisviewer.structure.wells.well_places import has_coordinates, places_along, why_not_in_depth
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.app.scene.scene_canvas import SceneCanvas

WIDTH = 170  # pixels
NO_PREDICTIONS = tr("No prediction is kept yet: paint two classes first.")


class SceneSurfaces(QObject):
    """panel: the lists of what can be shown, beside the canvas."""

    def __init__(
        self,
        state: SectionState,
        canvas: SceneCanvas,
        store: Callable[[], PredictionStore | None],
        stored: pyqtBoundSignal,
        parent: QObject,
    ) -> None:
        """store: gives what is kept of who speaks on screen now; stored: there is more of it, or another one."""
        super().__init__(parent)
        self._state, self._canvas, self._store = state, canvas, store
        self.predicted, self.labelled = BodySource(state, store), LabelledBodies(state)
        self.of = QComboBox()
        self.of.addItems([tr("Predicted"), tr("Painted and accepted")])
        self.of.setToolTip(tr("Whether bodies are where a class is predicted, or where it was painted or accepted"))
        self._horizons: BackgroundResults[int, Surface | None] = BackgroundResults(self._take_horizon)
        self._drawn: dict[int, Horizon] = {}
        self._surfaces: dict[int, Surface] = {}
        self.bodies = SurfaceList(
            tr("Bodies"), tr("Show where a class is, as a body: predicted, of the lines that are stored, or labelled")
        )
        self.horizons = SurfaceList(tr("Horizons"), tr("Show a horizon of the project as a surface"))
        self.wells = SurfaceList(
            tr("Wells"), tr("Show the path of a well; its depths must be known in the survey's samples")
        )
        self.panel = QWidget()
        self.panel.setFixedWidth(WIDTH)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bodies, 2)
        column.addWidget(self.of)
        column.addWidget(self.horizons, 1)
        column.addWidget(self.wells, 1)
        self.bodies.checked_changed.connect(self._want_bodies)
        self.horizons.checked_changed.connect(self._show_horizons)
        self.wells.checked_changed.connect(self._show_wells)
        for source in (self.predicted, self.labelled):
            source.found.connect(lambda found, source=source: self._show_bodies(found) if source is self._source else None)
        self.of.currentIndexChanged.connect(self._change_source)
        stored.connect(lambda: self.predicted.renew_later() if self._source is self.predicted else None)
        state.labels_changed.connect(lambda: self.labelled.renew_later() if self._source is self.labelled else None)
        for signal in (state.classes_changed, state.project_changed, state.labels_changed, state.wells_changed):
            signal.connect(self.renew)
        state.closing.on_stop(self.rest)

    def renew(self, *_: object) -> None:
        """Other classes or horizons may be there; nothing happens while nobody looks."""
        if not self.panel.isVisible():
            return
        project = self._state.project
        self.bodies.show_entries(
            [Entry(each.number, each.name, each.colour) for each in project.classes] if project else []
        )
        horizons = project.horizons if project else ()
        self.horizons.show_entries([Entry(each.number, each.name, each.colour) for each in horizons])
        self.horizons.setVisible(bool(horizons))
        self._show_horizons()
        wells = _drawable(self._state)
        self.wells.show_entries([Entry(each.number, each.name, each.colour) for each in wells])
        self.wells.setVisible(bool(wells))
        self._show_wells()
        self._say_nothing_known()

    @property
    def _source(self) -> BodySource | LabelledBodies:
        return self.labelled if self.of.currentIndex() else self.predicted

    def _change_source(self) -> None:
        self.predicted.rest()
        self.labelled.rest()
        self._canvas.show_surfaces("bodies", {})
        self._want_bodies()

    def _say_nothing_known(self) -> None:
        if self._source is self.predicted and self._store() is None:
            self.bodies.note.setText(NO_PREDICTIONS)
        elif not self.bodies.checked:
            self.bodies.note.setText("")

    def rest(self) -> None:
        """Nobody looks, or the survey goes: nothing more is worked out."""
        self.predicted.rest()
        self.labelled.rest()
        self._horizons.end()
        self._state.closing.wait_for(self._horizons)
        self._drawn.clear()
        self._canvas.show_surfaces("bodies", {})
        self._canvas.show_surfaces("horizons", {})
        self._canvas.show_paths(())

    def look(self) -> None:
        """Somebody looks again."""
        self.renew()
        self._want_bodies()

    def _want_bodies(self) -> None:
        checked = self.bodies.checked
        self._source.want(checked)
        if not checked:
            self._canvas.show_surfaces("bodies", {})
            self._say_nothing_known()
        elif self._source is self.labelled:
            self.bodies.note.setText(tr("Looking at the labels …"))
        elif self._store() is not None:
            self.bodies.note.setText(tr("Looking at what is stored …"))
        else:
            self._say_nothing_known()

    def _show_bodies(self, found: Bodies) -> None:
        checked = self.bodies.checked
        there = {number: surface for number, surface in found.surfaces.items() if surface and number in checked}
        self._canvas.show_surfaces(
            "bodies", {number: (surface, self.bodies.colour(number)) for number, surface in there.items()}
        )
        share, steps = found.known_share, found.steps
        said = tr("{share:.0%} of the lines looked at are predicted").format(share=share) if share < 1 else ""
        every = tr("every {steps} places").format(steps=" × ".join(map(str, steps))) if max(steps) > 1 else ""
        self.bodies.note.setText("; ".join(part for part in (every, said) if part))

    def _show_horizons(self) -> None:
        project, checked = self._state.project, self.horizons.checked
        wanted = [each for each in project.horizons if each.number in checked] if project else []
        if {each.number: each for each in wanted} == self._drawn:
            return
        self._drawn = {each.number: each for each in wanted}
        self._surfaces = {}
        self._canvas.show_surfaces("horizons", {})
        if not wanted:
            return
        by_number = dict(self._drawn)
        self._horizons.begin(lambda number: horizon_surface(by_number[number].depths))
        self._horizons.want(self, wanted[0].number, [each.number for each in wanted[1:]])

    def _show_wells(self) -> None:
        from seisviewer.app.scene.scene_canvas import ScenePath  # only where the display can draw in 3D

        checked, geometry, paths = self.wells.checked, self._state.volume.geometry, []
        for well in _drawable(self._state):
            if well.number not in checked:
                continue
            places = places_along(geometry, well)
            found = np.stack([places.inline, places.crossline, places.sample], axis=1)
            found = found[np.isfinite(found).all(axis=1)]
            if len(found) > 1:
                paths.append(ScenePath(well.name, found, self.wells.colour(well.number)))
        self._canvas.show_paths(paths)

    def _take_horizon(self, number: int, surface: Surface | None | Exception) -> None:
        if isinstance(surface, Surface) and number in self._drawn:
            self._surfaces[number] = surface
            self._canvas.show_surfaces(
                "horizons", {each: (found, self.horizons.colour(each)) for each, found in self._surfaces.items()}
            )


def _drawable(state: SectionState) -> tuple[Well, ...]:
    """The wells whose depths are known in the survey's samples."""
    if state.project is None or state.volume is None or not has_coordinates(state.volume.geometry):
        return ()
    return tuple(well for well in state.project.wells if not why_not_in_depth(state.volume.geometry, well))
