"""A project of a survey in a notebook: its labels, classes, runs and predictions; labels may be added."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

import numpy as np
import pandas

from seisviewer.errors import BadRequest
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.label_edits import paintable, strokes_of_pieces
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.library.section_answer import SectionAnswer
from seisviewer.library.survey import Ends, Survey, box_between, dataset, section_named
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.line_passes import LinePasses
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.prediction import honouring_rejections, latest_run, predictor_of
from seisviewer.workflows.runs.model_names import run_name


class SurveyProject:
    """An open project. What it holds is as it was when it was opened, and as it was changed here since.

    survey: its amplitudes.
    """

    def __init__(self, project: Project, volume: Volume) -> None:
        self._project, self._volume = project, volume
        self._predictors: dict[tuple[int, str], SectionPredictor] = {}
        self.survey = Survey(volume)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<SurveyProject {self._project.folder.name} of {self.survey.name}, labels {self.version}>"

    def close(self) -> None:
        """Give the project and its survey back; everything that was added is stored already."""
        self._project.close()
        self._volume.close()

    @property
    def version(self) -> int:
        """Of the labels; grows with every change."""
        return self._project.labels_version

    @property
    def classes(self) -> pandas.DataFrame:
        """A line for each class: number, name, colour ("#rrggbb"), kind, locked."""
        return pandas.DataFrame(
            [(each.number, each.name, each.colour, each.kind.value, each.locked) for each in self._project.classes],
            columns=["number", "name", "colour", "kind", "locked"],
        ).set_index("number")

    # Labels

    @property
    def labelled_sections(self) -> tuple[tuple[str, int], ...]:
        """Direction and number of every section on which somebody drew."""
        return tuple((str(each.direction), each.number) for each in sorted(self._project.snapshot().drawn))

    def labels(self, direction: str, number: int) -> np.ndarray:
        """Class numbers of a section as int8, -1 where nothing is labelled, in the shape of `survey.section`. Raises
        SeisviewerError."""
        return self._project.label_section(section_named(direction, number))

    def provenance(self, direction: str, number: int) -> np.ndarray:
        """Who said so, uint8 in the shape of `labels`: 0 no label, 1 painted, 2 accepted from a model, 3 carried over from a
        stroke on a line near by."""
        section = section_named(direction, number)
        index = self._project.geometry.index(section)
        return self._project.snapshot().provenance(section.direction, index)

    def to_xarray(self, inlines: Ends | None = None, crosslines: Ends | None = None, z: Ends | None = None) -> Any:
        """The variables `amplitude` and `label` (int8, -1 unlabelled) of a box, an xarray.Dataset as `Survey.to_xarray`."""
        snapshot, geometry = self._project.snapshot(), self._project.geometry
        flags = {"flag_values": list(snapshot.classes.numbers), "flag_meanings": " ".join(
            "_".join(each.name.split()) for each in snapshot.classes
        )}  # fmt: skip
        box = box_between(geometry, inlines, crosslines, z)
        return dataset(geometry, box, {
            "amplitude": (self.survey.inline_at, np.float32, {"long_name": "amplitude"}),
            "label": (lambda index: snapshot.section(Direction.INLINE, index), np.int8, flags),
        })  # fmt: skip

    def add_labels(self, direction: str, number: int, labels: np.ndarray) -> int:
        """Paint class numbers on a section, as one action that one undo takes back, in the window too.

        labels: whole numbers 0–126 in the shape of `survey.section`; -1, and 255, leave what is there. They count as
        painted: some are held back to score models, as with strokes. A class that the table lacks is added. Locked classes
        and places without a trace stay as they are. Returns how many labels were set or set anew. Raises SeisviewerError,
        and then nothing has changed.
        """
        section = section_named(direction, number)
        current = self.labels(direction, number)
        wanted = _class_numbers(labels, current.shape, section)
        live = self._project.geometry.section_live(section)
        allowed = paintable(current, 0, live=live, locked=self._project.classes.locked)
        allowed &= (wanted != UNLABELLED) & (wanted != current)
        strokes = [
            stroke
            for label in np.unique(wanted[allowed]).tolist()
            for stroke in strokes_of_pieces(current, section, allowed & (wanted == label), label)
        ]
        self._check_editable()
        self._project.commit(strokes)
        return sum(int(stroke.mask.sum()) for stroke in strokes)

    def undo(self) -> bool:
        """Take back the last action of the project, whoever made it; False where there is none. Raises SeisviewerError."""
        self._check_editable()
        return self._project.undo() is not None

    def redo(self) -> bool:
        """Bring back what was undone last; False where there is none. Raises SeisviewerError."""
        self._check_editable()
        return self._project.redo() is not None

    # Models

    @property
    def runs(self) -> pandas.DataFrame:
        """A line for each run: number, kind, state, title, when it started (UTC), version of the labels it learned, and
        whether it answers where no run is named."""
        chosen = self._project.chosen_run
        rows = [
            (run.number, run.kind, run.state, run.title, datetime.fromtimestamp(run.started, UTC), run.labels_version,
             chosen is not None and run.number == chosen.number)
            for run in self._project.runs()
        ]  # fmt: skip
        names = ["number", "kind", "state", "title", "started", "labels_version", "in_use"]
        return pandas.DataFrame(rows, columns=names).set_index("number")

    def prediction(self, direction: str, number: int, run: int | None = None, device: str = "auto") -> SectionAnswer:
        """What a run says of an "inline" or "crossline", looked at along its own direction alone.

        run: its number; the one in use, else the latest trained one where not given. What the project has stored of it is
        read; what is missing is predicted, on `device`, and not stored. Raises SeisviewerError.
        """
        section = section_named(direction, number)
        if section.direction is Direction.TIME:
            raise BadRequest(tr("Time slices are not predicted one by one: ask for inlines or crosslines."))
        self._project.geometry.index(section)
        chosen = latest_run(self._project, run)
        said = honouring_rejections(self._project, self._passes(chosen, device).over(section))
        return SectionAnswer(said.classes, said.confidence.astype(np.float32), chosen.number, run_name(chosen))

    # Inside

    def _passes(self, run: Run, device: str) -> LinePasses:
        predictor = self._predictors.get((run.number, device))
        if predictor is None:
            predictor = self._predictors[run.number, device] = predictor_of(run, self._volume, device)
        store = PredictionStore(self._project.folder, run.number, self._volume.geometry, read_only=True)
        return LinePasses(predictor, self._volume, store)

    def _check_editable(self) -> None:
        if not self._project.can_edit:
            why = tr("{why_read_only}, so that nothing can be added.").format(why_read_only=self._project.why_read_only)
            opened = tr("{folder_name} was opened for reading: open it with edit=True to change its labels.").format(
                folder_name=self._project.folder.name
            )
            raise BadRequest(why if self._project.read_only else opened)


def _class_numbers(labels: np.ndarray, shape: tuple[int, ...], section: SectionId) -> np.ndarray:
    """The labels as int16, -1 for what is to be left; raises BadRequest for what is none."""
    given = np.asarray(labels)
    if given.shape != shape:
        raise BadRequest(
            tr("The labels have the shape {shape}, and {section} has {shape2}: give one for each sample.").format(
                shape=given.shape, section=section, shape2=shape
            )
        )
    if given.dtype.kind not in "iu":
        raise BadRequest(
            tr("The labels are {dtype} and no whole numbers: use int8 with -1 for unlabelled.").format(
                dtype=given.dtype
            )
        )
    wanted = np.where(given == 255, UNLABELLED, given)
    if wanted.size and not (UNLABELLED <= wanted.min() and wanted.max() <= HIGHEST_NUMBER):
        raise BadRequest(
            tr("Labels go from 0 to {highest_number}, and -1 for unlabelled; these go to {max}.").format(
                highest_number=HIGHEST_NUMBER, max=wanted.max()
            )
        )
    return wanted.astype(np.int16)
