"""The layer model while the user paints: the first answer to a stroke, on the sections on screen, without any network."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from seisviewer import __version__
from seisviewer.labels.class_kind import ClassKind
from seisviewer.learning.events import SectionPredicted, Waiting
from seisviewer.memory import at_most
from seisviewer.predictions.layer_predictor import LayerPredictor, survey_line
from seisviewer.predictions.leading_answer import LAYERS
from seisviewer.predictions.screen import Screen
from seisviewer.predictions.screen_inbox import ScreenInbox
from seisviewer.predictions.stored.pass_writer import PassWriter
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.predictions.stored.survey_filling import SurveyFilling
from seisviewer.progress import Progress, Slot
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.structure.followed_line import FollowedLine, FollowedLines, Line, follow
from seisviewer.structure.held_out_answers import HeldOutAnswers
from seisviewer.structure.layer_model import HeldOut, LayerModel
from seisviewer.structure.quick_layers import quick_layers
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.carried_labels import CarriedLabels
from seisviewer.workflows.filling.stored_on_screen import StoredOnScreen
from seisviewer.workflows.filling.storing import storing
from seisviewer.workflows.layer_run import lines_to_solve, solve_layers
from seisviewer.workflows.survey_slopes import kept_slopes

# Versions of the model. Passes of two that are not alike (`two_passes.alike`) are never averaged: the newer counts alone.
QUICK, WHOLE = 1, 4
BUDGET = at_most(1 << 30, 1 / 24)  # bytes of passes that the window keeps of this model; it works them out again in no time
FOLLOWED = 400 << 20  # bytes of lines with their slopes
OPENING = 1.0  # seconds that a project which was just opened gets to be on screen
WAIT = 0.02  # seconds between two looks at the inbox while there is nothing to do

Events = Generator[Any, None, None]


@dataclass(frozen=True)
class LayersSolved:
    """Boundaries were solved for the labels of a version. order: classes from top to base. whole: over the survey and
    checked with strokes held out; else a first word, of which `held_out` says what was known before. alike: the version
    of earlier labels that differ in nothing that is carried, whose answer this is. score, right, kinds, checked: as in LayerModel. made: time.time(). seconds: that it took, None where nobody looked. doubted: the strokes that are not honoured. predictor: what finds the boundaries
    on any line, of use to any thread; None where nobody asks for it."""

    labels_version: int
    order: tuple[int, ...]
    held_out: HeldOut
    whole: bool
    score: float | None = None
    doubted: tuple[DoubtedStroke, ...] = ()
    predictor: LayerPredictor | None = field(default=None, repr=False, compare=False)
    right: Mapping[int, float] = field(default_factory=dict)
    kinds: Mapping[int, ClassKind] = field(default_factory=dict)
    checked: HeldOutAnswers | None = field(default=None, repr=False, compare=False)
    alike: int | None = None
    seconds: float | None = field(default=None, compare=False)
    made: float = field(default_factory=time.time, compare=False)


@dataclass(frozen=True)
class LayersApart:
    """Boundaries were solved without the strokes that are held back, of use to any thread: for a network to learn from,
    and to be compared with. labels_version: of the labels."""

    labels_version: int
    predictor: LayerPredictor = field(repr=False, compare=False)


@dataclass(frozen=True)
class LayersGone:
    """Fewer than two classes are named on inlines and crosslines: there are no layers to speak of."""

    labels_version: int


class LayerInbox(ScreenInbox):
    """What the window may tell while layers are solved. resting: nothing is filled in off screen, since another model
    speaks. teaching: a network wants to learn from the layers. filling: the whole survey should be predicted and stored.
    sharing: something else computes for the user, who should hardly notice that. comparing: what inlines say and what
    crosslines say is looked at apart. store: where answers are kept, set before it begins."""

    def __init__(self) -> None:
        super().__init__()
        self.resting: Slot[bool] = Slot(False)
        self.teaching: Slot[bool] = Slot(False)
        self.filling: Slot[bool] = Slot(False)
        self.sharing: Slot[bool] = Slot(False)
        self.comparing: Slot[bool] = Slot(False)
        self.store: PredictionStore | None = None


def live_layers(volume: Volume, inbox: LayerInbox) -> Events:
    """Carry the labels in `inbox` along the reflectors, without end, and keep the sections on screen predicted.

    Yields LayersSolved, LayersApart, LayersGone, SectionPredicted and before it the SectionBoundaries that go with it
    (none with what was stored), SurveyFilled, Progress, and Waiting while there is nothing to do, fifty times a second,
    so that whoever drives it can stop it.
    """
    writer = PassWriter(lambda: inbox.store)
    yield from storing(_LayerLoop(volume, inbox, writer).run(), writer)


class _LayerLoop:
    """Answers new labels at once on the lines on screen, then solves the whole survey, then fills in what crosses the
    screen, then the rest. Until there is an answer, what was stored on another day is shown."""

    def __init__(self, volume: Volume, inbox: LayerInbox, writer: PassWriter) -> None:
        self._volume, self._inbox = volume, inbox
        store = inbox.store
        self._filling = SurveyFilling(volume, store, writer, alternating=False) if store is not None else None
        self._stored = StoredOnScreen(volume.geometry, inbox, store, _enough_lines(volume.geometry), WHOLE)
        self._screen = Screen(volume.geometry, BUDGET, _enough_lines(volume.geometry))
        self._followed = FollowedLines(FOLLOWED)
        self._labels = self._answered = CarriedLabels(-1)  # the newest, and those of the model
        self._seen = 0  # of the inbox
        self._predictor: LayerPredictor | None = None
        self._seconds: float | None = None  # that solving it took
        self._whole: LayerModel | None = None  # the last one, for labels that may be older
        self._apart: CarriedLabels | None = None  # what was solved last without the strokes held back

    def run(self) -> Events:
        yield from self._await_screen()
        yield from self._stored.show_lines()
        if self._inbox.store is not None:
            yield from self._inbox.store.load()  # the map of the survey is coloured by it
        while True:
            if self._has_news:
                yield from self._take_labels()
            yield from self._answer_screen()
            if self._has_news:
                continue
            if self._is_to_be_solved:
                yield from self._solve_whole()
            elif self._is_teacher_wanted:
                yield from self._solve_apart()
            elif (section := self._next_to_fill()) is not None:
                yield from self._answer(section)
                yield Waiting("strokes")  # nobody waits for a line off screen: it is stored before the next
            elif not (yield from self._fill_survey()):
                yield from self._prepare_screen()

    def _await_screen(self) -> Events:
        """A project that was just opened is on screen in a moment: what it has stored is to be there first."""
        until = time.monotonic() + OPENING
        while self._filling is not None and not self._inbox.wanted.get() and time.monotonic() < until:
            time.sleep(WAIT)
            yield Waiting("strokes")

    # Labels

    @property
    def _has_news(self) -> bool:
        return self._inbox.labels.versioned()[0] != self._seen

    def _take_labels(self) -> Events:
        self._seen, snapshot = self._inbox.labels.versioned()
        self._labels = labels = CarriedLabels.of(snapshot) if snapshot is not None else CarriedLabels(-1)
        if self._predictor is not None and labels.say_the_same(self._answered):
            # A class was renamed, or something was painted on a time slice: what was said holds.
            earlier = self._answered.version
            yield replace(self._take(self._predictor.model, self._predictor.version), alike=earlier)
        elif labels.are_enough and self._predictor is None and self._stored.are_all(_with(labels)):
            return  # on screen is what the whole survey will say, which is better than a first word
        elif labels.are_enough:
            yield from self._solve_quickly()
        else:
            self._predictor = self._whole = self._apart = None
            yield LayersGone(labels.version)

    # Solving

    @property
    def _is_to_be_solved(self) -> bool:
        """Whether the whole survey is not solved yet for the newest labels."""
        return self._labels.are_enough if self._predictor is None else self._predictor.version == QUICK

    def _solve_quickly(self) -> Events:
        """A first word on the painted lines and those on screen."""
        shown = [section for section in self._inbox.wanted.get() if section.direction in LINES]
        lines = []
        for section in dict.fromkeys((*self._labels.newest_sections, *shown)):
            lines.append(self._follow(section))
            yield Progress(0, 0, tr("following the reflectors"))
        labels, began = self._labels, time.monotonic()
        work = quick_layers(lines, labels.by_name, self._whole, labels.drawn, labels.when_by_name, labels.faults)
        model = yield from self._unless_news(work)
        if model is not None:
            self._seconds = time.monotonic() - began
            yield self._take(model, QUICK)

    def _solve_whole(self) -> Events:
        """The whole survey, with strokes held out; given up when newer labels come. The screen is served meanwhile."""
        began = time.monotonic()
        model = yield from self._unless_news(self._solving(self._labels), serve=True)
        if model is not None:
            self._whole, self._seconds = model, time.monotonic() - began
            yield self._take(model, WHOLE)

    def _solving(self, labels: CarriedLabels) -> Generator[Progress, None, LayerModel]:
        lines = lines_to_solve(self._volume.geometry, tuple(self._labels.painted), labels.bounded)
        return solve_layers(
            self._volume,
            labels.painted,
            lines,
            labels.drawn,
            self._followed,
            labels.when,
            labels.kinds,
            labels.faults,
        )

    @property
    def _is_teacher_wanted(self) -> bool:
        """Whether a network waits for the layers as they are without the strokes held back."""
        solved = self._predictor is not None and self._predictor.version == WHOLE and self._inbox.teaching.get()
        return solved and (self._apart is None or self._apart.version != self._labels.version)

    def _solve_apart(self) -> Events:
        """The whole survey once more without the strokes held back, where there are any; the screen is served meanwhile."""
        labels, model = self._labels.without_held, self._whole
        known = self._apart is not None and labels.say_the_same(self._apart)
        if known or not labels.are_enough:
            self._apart = labels
            return
        if self._labels.hold_some_back:
            model = yield from self._unless_news(self._solving(labels), serve=True)
        if model is not None:
            self._apart = labels
            yield LayersApart(labels.version, self._predictor_of(model, labels, WHOLE, follow))

    def _unless_news(
        self, work: Generator[Progress | None, None, LayerModel], serve: bool = False
    ) -> Generator[Any, None, LayerModel | None]:
        """What comes of `work`, or None where newer labels have come. serve: answer what is wanted on screen in its
        pauses."""
        with closing(work):
            while not self._has_news:
                try:
                    event = next(work)
                except StopIteration as stop:
                    return stop.value
                yield event or Progress(0, 0, tr("carrying the strokes"))
                if serve:
                    yield from self._answer_screen()
        return None

    def _take(self, model: LayerModel, version: int) -> LayersSolved:
        self._answered = self._labels
        self._predictor = self._predictor_of(model, self._labels, version, self._followed)
        return LayersSolved(
            self._labels.version,
            model.order,
            model.held_out,
            version == WHOLE,
            model.score,
            model.doubted,
            replace(self._predictor, followed=follow),
            model.right,
            model.kinds,
            model.checked,
            seconds=self._seconds,
        )

    def _predictor_of(
        self, model: LayerModel, labels: CarriedLabels, version: int, followed: Callable[[Line], FollowedLine]
    ) -> LayerPredictor:
        geometry, grid = self._volume.geometry, kept_slopes(self._volume)
        key = self._key_of(labels) if version == WHOLE else ""
        return LayerPredictor(model, geometry, LAYERS, labels.version, version, followed, grid, key)

    def _key_of(self, labels: CarriedLabels) -> str:
        """Of the model of the whole survey with these labels."""
        dips = "" if kept_slopes(self._volume) is None else " with dips"
        return f"{__version__} {labels.digest}{dips}"

    # Answering

    def _answer_screen(self) -> Events:
        """Answer the lines on screen that the model has not answered yet, unless newer labels have come."""
        while not self._has_news:
            self._screen.forget(self._inbox.take_dropped())
            self._screen.want(self._inbox.wanted.get(), self._inbox.crosshair.get())
            predictor = self._predictor
            if self._whole is None:
                yield from self._stored.show_crossing(self._inbox.comparing.get())
            if predictor is None:
                yield from self._stored.show_lines()
                return
            section = self._screen.next_on_screen(predictor.labels_version, predictor.version)
            if section is None:
                return
            yield from self._answer(section)

    def _next_to_fill(self) -> SectionId | None:
        """A line that a time slice on screen needs, or that crosses what is on screen while both directions are compared.
        Else lines need none: reflectors say nearly the same along either direction."""
        predictor, comparing = self._predictor, self._inbox.comparing.get()
        shows_slice = any(section.direction is Direction.TIME for section in self._inbox.wanted.get())
        is_needed = (shows_slice or comparing) and not self._inbox.resting.get() and self._screen.is_calm
        if predictor is None or not is_needed:
            return None
        self._screen.fill_along(LINES if comparing else _enough_lines(self._volume.geometry))
        return self._screen.next_to_fill(predictor.labels_version, predictor.version, len(predictor.answers))

    def _answer(self, section: SectionId) -> Events:
        predictor = self._predictor
        if section not in self._inbox.wanted.get():
            predictor = replace(
                predictor, followed=follow
            )  # hundreds of lines would take the place of those that are solved
            recalled = self._filling.recall(section, predictor) if self._filling is not None else None
            if recalled is not None:
                self._screen.done(recalled)
                yield SectionPredicted(recalled, stored=True)
                return
        made, boundaries = predictor.pass_with_boundaries(section, self._volume.section(section))
        self._screen.done(made)
        yield boundaries
        yield SectionPredicted(made)

    def _fill_survey(self) -> Generator[Any, None, bool]:
        """Predict and store a line of the survey that is not stored yet; returns whether there was one."""
        is_wanted = self._inbox.filling.get() and not self._inbox.resting.get() and self._screen.is_calm
        if self._filling is None or self._predictor is None or not is_wanted:
            return False
        # Hundreds of lines would take the place of those that are solved.
        predictor = replace(self._predictor, followed=follow)
        return (yield from self._filling.fill(predictor, self._inbox.crosshair.get(), self._inbox.sharing.get()))

    def _prepare_screen(self) -> Events:
        """Follow the lines on screen before a stroke asks for it, or wait."""
        for section in self._inbox.wanted.get():
            if section.direction in LINES and self._followed.get(str(section)) is None:
                self._follow(section)
                yield Waiting("strokes")
                return
        time.sleep(WAIT)
        yield Waiting("strokes")

    def _follow(self, section: SectionId) -> FollowedLine:
        """A line with its slopes; one that is kept is not read again."""
        kept = self._followed.get(str(section))
        if kept is not None:
            return kept
        amplitudes, grid = self._volume.section(section), kept_slopes(self._volume)
        return self._followed(survey_line(self._volume.geometry, section, amplitudes, grid))


def _with(labels: CarriedLabels) -> Callable[[str], bool]:
    """Whether a key is that of a model of the whole survey with these labels, whether or not it knew the dips."""
    digest = labels.digest
    return lambda key: digest in key


def _enough_lines(geometry: Geometry) -> tuple[Direction, ...]:
    """The directions whose lines make up time slices: the one with fewer lines, but both where lines are lone ones."""
    if geometry.lines:
        return LINES[:1]
    if geometry.is_2d or geometry.is_sparse:
        return LINES
    return (min(LINES, key=geometry.count),)
