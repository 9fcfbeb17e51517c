"""The weights that a training run leaves on disk, and those that a stopped one needs to go on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from seisviewer.errors import ModelError
from seisviewer.learning.facies import FaciesTask
from seisviewer.learning.fitting import Checkpoint, State
from seisviewer.learning.selftraining import FitDone
from seisviewer.networks import weights
from seisviewer.networks.device import DeviceChoice
from seisviewer.networks.weights import ModelSpec
from seisviewer.predictions.predictor import Predictor
from seisviewer.predictions.preparation import Preparation

MODEL = "model.pt"
CHECKPOINT = "checkpoint.pt"


class RunFolder:
    """The weights of one run. model.pt: the final model; teacher_1.pt …: the teacher's checkpoints of an ST++ run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save_fit(self, fit: FitDone) -> None:
        """A finished training of a round; the checkpoint within it is no longer needed."""
        weights.save_state(self._fit_path(fit.stage), {"stage": fit.stage, "states": list(fit.states)})
        (self._folder / CHECKPOINT).unlink(missing_ok=True)

    def finished_fits(self) -> dict[str, tuple[State, ...]]:
        """The trainings of an earlier start of this run that were finished, by stage name."""
        stored = [weights.load_state(path) for path in sorted(self._folder.glob("fit_*.pt"))]
        return {values["stage"]: tuple(values["states"]) for values in stored}

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        values = {name: getattr(checkpoint, name) for name in Checkpoint.__dataclass_fields__}
        weights.save_state(self._folder / CHECKPOINT, values)

    def checkpoint(self) -> Checkpoint | None:
        """The training that was cut off, or None where none was."""
        path = self._folder / CHECKPOINT
        if not path.exists():
            return None
        values = weights.load_state(path)
        return Checkpoint(**{**values, "states": tuple(values["states"])})

    def save_model(self, task: FaciesTask, final: State, teacher: tuple[State, ...]) -> None:
        """Write the models and remove what only a stopped run needs."""
        spec = ModelSpec(
            task.recipe.network,
            task.recipe.encoder,
            task.recipe.classes,
            task.recipe.preparation.channels,
            {"preparation": asdict(task.recipe.preparation), "labels_version": task.snapshot.version},
        )
        for number, state in enumerate(teacher, 1):
            weights.save(self._teacher_path(number), task.predictor(state, "").model, spec)
        weights.save(self._folder / MODEL, task.predictor(final, "").model, spec)
        for path in (*self._folder.glob("fit_*.pt"), self._folder / CHECKPOINT):
            path.unlink(missing_ok=True)

    def predictor(self, device: DeviceChoice, name: str) -> Predictor:
        """The final model, ready to predict on `device`."""
        return load_predictor(self._folder / MODEL, device, name)

    def teachers(self, device: DeviceChoice) -> list[Predictor]:
        """The teacher's checkpoints, in order; empty for a supervised run."""
        return [load_predictor(path, device, path.stem) for path in sorted(self._folder.glob("teacher_*.pt"))]

    def _fit_path(self, stage: str) -> Path:
        return self._folder / f"fit_{stage.replace(' ', '_')}.pt"

    def _teacher_path(self, number: int) -> Path:
        return self._folder / f"teacher_{number}.pt"


def load_predictor(path: Path, device: DeviceChoice, name: str) -> Predictor:
    """A predictor from a model file of this program; ModelError where it is none."""
    model, spec = weights.load(path)
    try:
        preparation = Preparation(**spec.settings["preparation"])
    except (KeyError, TypeError) as error:
        raise ModelError(
            f"{path} does not say how its amplitudes were prepared: choose a model trained on sections."
        ) from error
    labels_version = int(spec.settings.get("labels_version", 0))
    return Predictor(device.place(model), spec.classes, preparation, device, name, 0, labels_version)
