"""The weights that a training run leaves on disk, and those that a stopped one needs to go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from seisviewer.errors import ModelError
from seisviewer.learning.fitting import Checkpoint, State
from seisviewer.learning.sections.facies_task import FaciesTask, Recipe
from seisviewer.learning.sections.model_gate import ShownModel
from seisviewer.learning.selftraining import FitDone
from seisviewer.networks import weights
from seisviewer.networks.device import DeviceChoice
from seisviewer.networks.weights import ModelSpec
from seisviewer.predictions.network_input import Preparation
from seisviewer.predictions.predictor import Predictor
from seisviewer.translation import tr

MODEL = "model.pt"
CHECKPOINT = "checkpoint.pt"
SPARE = -1
Origin = tuple[str | int, ...]


def _always(stage: str, origin: Origin) -> bool:
    return True


class RunFolder:
    """The weights of one run. model.pt: the final model; teacher_1.pt …: the teacher's checkpoints of an ST++ run.

    What a stopped training needs to go on is written with `origin`, what it was made with, where the run may go on with
    something else; what is read of it can be asked for that.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save_fit(self, fit: FitDone, origin: Origin = ()) -> None:
        """A finished training of a round; the checkpoint within it is no longer needed."""
        values = {"stage": fit.stage, "states": list(fit.states), "origin": list(origin)}
        weights.save_state(self._fit_path(fit.stage), values)
        (self._folder / CHECKPOINT).unlink(missing_ok=True)

    def finished_fits(self, is_usable: Callable[[str, Origin], bool] = _always) -> dict[str, tuple[State, ...]]:
        """The trainings of an earlier start of this run that were finished, by stage name.

        is_usable: says of a stage and its origin whether that training is wanted.
        """
        stored = [weights.load_state(path) for path in sorted(self._folder.glob("fit_*.pt"))]
        return {each["stage"]: tuple(each["states"]) for each in stored if is_usable(each["stage"], _origin(each))}

    def has_fit(self, stage: str) -> bool:
        """Whether the training of that name was finished."""
        return self._fit_path(stage).exists()

    def save_checkpoint(self, checkpoint: Checkpoint, origin: Origin = ()) -> None:
        values = {name: getattr(checkpoint, name) for name in Checkpoint.__dataclass_fields__}
        weights.save_state(self._folder / CHECKPOINT, {**values, "origin": list(origin)})

    def checkpoint(self, origin: Origin = ()) -> Checkpoint | None:
        """The training that was cut off, or None where none of this origin was."""
        path = self._folder / CHECKPOINT
        if not path.exists():
            return None
        values = weights.load_state(path)
        if _origin(values) != origin:
            return None
        named = {name: values[name] for name in Checkpoint.__dataclass_fields__}
        return Checkpoint(**{**named, "states": tuple(named["states"])})

    def save_model(self, task: FaciesTask, final: State, teacher: tuple[State, ...]) -> None:
        """Write the models and remove what only a stopped run needs."""
        spec = model_spec(task.recipe, task.snapshot.version)
        for number, state in enumerate(teacher, 1):
            weights.save(self._teacher_path(number), task.predictor(state, "").model, spec)
        weights.save(self._folder / MODEL, task.predictor(final, "").model, spec)
        for path in (*self._folder.glob("fit_*.pt"), self._folder / CHECKPOINT):
            path.unlink(missing_ok=True)

    def save_shown(self, shown: ShownModel) -> None:
        """Write the model that live training has on screen, with the checkpoints of its round where it has any."""
        predictor, teachers = shown.predictor, shown.teachers
        for path in self._teacher_paths():
            path.unlink()
        spec = model_spec(shown.recipe, predictor.labels_version, sorted(predictor.absent))
        spec = replace(spec, settings={**spec.settings, "key": predictor.weights_key})
        if teachers:
            spec = replace(spec, settings={**spec.settings, "round": teachers[0].name, "checkpoints": len(teachers)})
        weights.save(self._folder / MODEL, predictor.model, spec)
        for number, teacher in enumerate(teachers, 1):
            weights.save(self._teacher_path(number), teacher.model, spec)

    def shown(self, device: DeviceChoice) -> ShownModel:
        """The model that `save_shown` wrote, to go on with."""
        predictor, spec = load_model(self._folder / MODEL, device, "live")
        recipe = Recipe(
            spec.network,
            spec.encoder,
            predictor.classes,
            predictor.preparation,
            spare=len(spec.classes) - len(predictor.classes),
        )
        # A kill between the model and its checkpoints leaves too few of them.
        whole = len(self._teacher_paths()) == spec.settings.get("checkpoints", 0)
        name = spec.settings.get("round", "")
        teachers = tuple(replace(teacher, name=name) for teacher in self.teachers(device)) if whole and name else ()
        return ShownModel(predictor, recipe, None, teachers)

    def predictor(self, device: DeviceChoice, name: str) -> Predictor:
        """The final model, ready to predict on `device`."""
        return load_model(self._folder / MODEL, device, name)[0]

    def teachers(self, device: DeviceChoice) -> list[Predictor]:
        """The teacher's checkpoints, in order; empty for a supervised run."""
        return [load_model(path, device, path.stem)[0] for path in self._teacher_paths()]

    def _teacher_paths(self) -> list[Path]:
        return sorted(self._folder.glob("teacher_*.pt"))

    def _fit_path(self, stage: str) -> Path:
        return self._folder / f"fit_{stage.replace(' ', '_')}.pt"

    def _teacher_path(self, number: int) -> Path:
        return self._folder / f"teacher_{number}.pt"


def _origin(values: Mapping[str, Any]) -> Origin:
    """What a training was made with; () where its file does not say."""
    return tuple(values.get("origin", ()))


def model_spec(recipe: Recipe, labels_version: int, absent: Sequence[int] = ()) -> ModelSpec:
    """How to build a model of this recipe again; its spare output channels have the class number SPARE."""
    return ModelSpec(
        recipe.network,
        recipe.encoder,
        recipe.classes + (SPARE,) * recipe.spare,
        recipe.preparation.channels,
        {
            "preparation": recipe.preparation.as_json(),
            "labels_version": labels_version,
            "absent": list(absent),
        },
    )


def load_model(path: Path, device: DeviceChoice, name: str) -> tuple[Predictor, ModelSpec]:
    """A predictor and its description from a model file of this program; ModelError where it is none."""
    model, spec = weights.load(path)
    try:
        preparation = Preparation(**spec.settings["preparation"])
    except (KeyError, TypeError) as error:
        raise ModelError(
            tr("{path} does not say how its amplitudes were prepared: choose a model trained on sections.").format(
                path=path
            )
        ) from error
    labels_version = int(spec.settings.get("labels_version", 0))
    classes = tuple(number for number in spec.classes if number != SPARE)
    absent = frozenset(spec.settings.get("absent", ()))
    predictor = Predictor(device.place(model), classes, preparation, device, name, 0, labels_version, absent)
    key = spec.settings.get("key")
    return replace(predictor, weights_key=key) if isinstance(key, str) and key else predictor, spec
