"""What the parts of the window that deal with horizons share: which there are, which is chosen, and the doors to change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.named_objects import NamedObjects
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.structure.horizons.horizon import Event, Horizon, free_colour, free_name
from seisviewer.structure.horizons.picks_tracked import FLOOR, Tracked
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.interpretation_files.horizon_files import DepthUnit, HorizonLayout
from seisviewer.workflows.horizons.between_horizons import label_between
from seisviewer.workflows.horizons.horizon_exchange import export_horizon_files, read_horizons, tracked_horizon
from seisviewer.workflows.horizons.survey_tracking import place_pick, track_picks

NOTHING_CHOSEN = tr("Choose a horizon in the list first, or pick a new one.")


class HorizonDesk(NamedObjects[Horizon]):
    """The horizons of the survey on the desk; the chosen one is picked, tracked and flattened, and where none is, a pick
    begins a new one. floor: how alike waveforms must be to be passed by the tracker. event: what the first pick of a new
    horizon is moved onto, None for what lies there.
    """

    nothing_chosen = NOTHING_CHOSEN
    hidden_in = "hidden_horizons"

    def __init__(self, state: SectionState, label_editor: LabelEditor, background: Background) -> None:
        super().__init__(state, state.horizons_changed)
        self._editor, self._background = label_editor, background
        self.floor = FLOOR
        self.event: Event | None = None

    @property
    def objects(self) -> tuple[Horizon, ...]:
        return self.horizons

    def store(self, put: Sequence[Horizon] = (), removed: Sequence[Horizon] = ()) -> None:
        self._editor.change_horizons(put, removed)

    @property
    def horizons(self) -> tuple[Horizon, ...]:
        project = self.state.project
        return () if project is None else project.horizons

    @property
    def shown(self) -> tuple[Horizon, ...]:
        """Those that are drawn."""
        return self.drawn if self.state.overlays.horizons else ()

    # Picking and tracking

    def pick(self, section: SectionId, amplitudes: np.ndarray, row: float, column: float) -> None:
        """Add a pick to the chosen horizon, or begin a new one with it; it is moved onto the event."""
        self._editor.settle()  # the pick before may still be on its way into the project
        horizon = self.current
        event = self.event if horizon is None or not horizon.picks else horizon.event
        placed = place_pick(self.state.volume.geometry, section, amplitudes, row, column, event)
        if placed is None:
            self.state.message.emit(tr("There is no trace at this place: pick the horizon on one."))
            return
        pick, event = placed
        if horizon is None:
            undefined = np.full(self.state.volume.geometry.live.shape, np.nan, np.float32)
            names = [each.name for each in self.horizons]
            horizon = Horizon(
                free_name(tr("Horizon"), names), free_colour(self.horizons), undefined, source=tr("picked by hand")
            )
        others = tuple(each for each in horizon.picks if (each.inline, each.crossline) != (pick.inline, pick.crossline))
        self._editor.change_horizons([replace(horizon, picks=(*others, pick), event=event)], then=self._choose_last)
        picks = len(others) + 1
        self.state.message.emit(tr("Pick {picks} on a {event}.").format(picks=picks, event=tr(event.value)))

    def erase(self, place: tuple[slice, slice]) -> None:
        """Take the chosen horizon away at some inlines and crosslines (indices), with the picks there."""
        self._editor.settle()
        horizon = self.current
        if horizon is None:
            self.state.message.emit(NOTHING_CHOSEN)
            return
        depths = horizon.depths.copy()
        depths[place] = np.nan
        inlines, crosslines = (range(*part.indices(count)) for part, count in zip(place, depths.shape, strict=True))
        left = tuple(each for each in horizon.picks if each.inline not in inlines or each.crossline not in crosslines)
        self._editor.change_horizons([horizon.with_depths(depths, left)])

    def track(self) -> None:
        """Track the chosen horizon through its picks in the background; one undo takes it back."""
        self._editor.settle()
        horizon, volume = self.current, self.state.volume
        if horizon is None or not horizon.picks:
            self.state.message.emit(tr("Pick the horizon at a few places first."))
            return
        picks, floor = horizon.picks, self.floor

        def store(tracked: Tracked) -> None:
            now = next((each for each in self.horizons if each.number == horizon.number), None)
            if now is None or self.state.volume is not volume:
                return  # deleted, or another survey is on the desk
            self._editor.change_horizons([tracked_horizon(now, tracked, picks)])
            self.state.message.emit(
                tr(
                    "“{now_name}” is tracked at {reached:.0%} of the traces; more picks, or a lower "
                    "likeness, reach farther."
                ).format(now_name=now.name, reached=tracked.reached)
            )

        work = lambda: track_picks(volume, picks, horizon.event, floor)  # noqa: E731
        self._background.run(
            tr("Tracking “{horizon_name}”").format(horizon_name=horizon.name), work, store, topic=Topic.LABELS
        )

    # In and out

    def import_files(self, paths: Sequence[Path], layout: HorizonLayout | None, unit: DepthUnit | None) -> None:
        """Take horizons of files over, as one action; they are read in the background."""
        geometry, known, volume = self.state.volume.geometry, self.horizons, self.state.volume

        def store(found: tuple[Horizon, ...]) -> None:
            if self.state.volume is volume:
                self._editor.change_horizons(found, then=self._choose_last)
                self.state.message.emit(
                    tr("{count} horizon{value} imported; one undo takes them back.").format(
                        count=len(found), value="s" * (len(found) != 1)
                    )
                )

        work = lambda: read_horizons(geometry, paths, known, layout, unit)  # noqa: E731
        self._background.run(tr("Importing horizons"), work, store, topic=Topic.LABELS)

    def export_files(self, folder: Path, layout: HorizonLayout) -> None:
        """Write all horizons into a folder, each as a file of its name."""
        geometry, horizons = self.state.volume.geometry, self.horizons
        work = lambda: export_horizon_files(geometry, horizons, folder, layout)  # noqa: E731
        said = lambda files: self.state.message.emit(
            tr("Wrote {count} horizons into {folder}.").format(count=len(files), folder=folder)
        )  # noqa: E731
        self._background.run(tr("Exporting horizons"), work, said, awaited=True, topic=Topic.LABELS)

    def label_between(
        self, sections: Sequence[SectionId], upper: Horizon | None, lower: Horizon | None, label: int
    ) -> None:
        """Label what lies between two horizons on lines, as one action."""
        name = self._editor.classes.name_of(label)

        def steps(project: Any) -> Any:
            return label_between(project, sections, upper, lower, label)

        def done(count: int) -> None:
            self.state.message.emit(
                tr("{count:,} samples are {name} now; one undo takes them back.").format(count=count, name=name)
            )

        self._editor.run_on_labels(steps, done)
