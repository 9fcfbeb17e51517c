"""From a catalogue to a detector: its events on a map in their clusters, training, and looking for events on the desk."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.report_errors import reports_errors
from seisviewer.app.topics import Topic
from seisviewer.app.traces.dialogs.cluster_plot import ClusterPlot
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import Standard, dialog_buttons, sentence
from seisviewer.jobs.job import Job
from seisviewer.learning.detection.detector_settings import DetectorSettings
from seisviewer.picks.catalogue import read_events
from seisviewer.picks.clustering import DISTANCES, Clusters, cluster_events, located
from seisviewer.picks.pick import Event
from seisviewer.progress import Progress, translated
from seisviewer.translation import tr
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.traces.detection_setup import DetectSettings, prepare
from seisviewer.workflows.traces.event_detection import CNN, SOURCES, Detected, Taught, Trained, detect, teach

CATALOGUES = tr("Catalogues (*.csv *.xml *.quakeml *.qml);;All files (*)")
CLUSTERING = tr("Clustering the catalogue")
SOON = 200  # ms after the last change of a field
DETECTORS = tr("Detectors (*.pt);;All files (*)")

AddEvents = Callable[[str, Sequence[Event]], Any]


class ClusterMapDialog(QDialog):
    """Stays open beside the window. add_events: takes a source (“ConvNetQuake”) and the events that it found."""

    topic = Topic.CATALOGUES

    def __init__(
        self, state: TraceState, background: Background, parent: QWidget | None = None, *, add_events: AddEvents
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find events"))
        self.resize(980, 640)
        self.state = state
        self._background = background
        self._add_events = add_events
        self.catalogue: tuple[Event, ...] = ()
        self.clusters: Clusters | None = None
        self.trained: Trained | None = None
        self._clustering: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=SOON, timeout=self.cluster)
        self._make_fields()
        self._lay_out()
        state.archive_changed.connect(self._show)
        self._take_from_desk()

    @property
    def settings(self) -> DetectSettings:
        """As the fields say it."""
        return DetectSettings(
            clusters=self.count.value(),
            distance=self.distance.currentText(),
            restarts=self.restarts.value(),
            training=DetectorSettings(steps=self.steps.value()),
            threshold=self.threshold.value(),
        )

    @reports_errors
    def load_catalogue(self, path: Path) -> None:
        """Take the events of a CSV or QuakeML file."""
        self._take(read_events(path), path.name)

    @reports_errors
    def load_detector(self, path: Path) -> None:
        """Take a detector that was trained before."""
        from seisviewer.networks.convnetquake import load_detector

        self.trained = load_detector(path)
        self._say(
            tr("The detector of {path_name} knows {count} clusters.").format(
                path_name=path.name, count=len(self.trained[1].places)
            )
        )
        self._check()

    @reports_errors
    def save_detector(self, path: Path) -> None:
        from seisviewer.networks.convnetquake import save_detector

        save_detector(path, *self.trained)
        self._say(tr("Wrote {path_name}.").format(path_name=path.name))

    def cluster(self) -> None:
        """Group the catalogue's events anew, in the background: thousands of them take seconds."""
        self._soon.stop()
        if self._clustering is not None:
            self._clustering.cancel()
        events, settings = located(self.catalogue), self.settings
        self.clusters = self._clustering = None
        self._show()
        if not events:
            return

        def group() -> Clusters:
            return cluster_events(
                events, settings.clusters, distance=settings.distance, restarts=settings.restarts, seed=settings.seed
            )

        def work() -> Generator[Any, None, Clusters]:
            return (yield from waited(group, CLUSTERING))

        def then(clusters: Clusters) -> None:
            if job is self._clustering:
                self.clusters, self._clustering = clusters, None
                self._show()

        job = self._clustering = self._background.run(CLUSTERING, work, then)
        self._say(tr("Clustering…"))

    def train(self) -> None:
        """Cut windows out of the records on the desk and train a detector in the background."""
        archive, catalogue, settings = self.state.archive, self.catalogue, self.settings

        def work() -> Generator[Any, None, Taught]:
            ground = yield from prepare(archive, settings.band)
            return (yield from _as_progress(teach(ground, catalogue, settings)))

        self._background.run(tr("Training an event detector"), work, self._take_taught, awaited=True)

    def find(self) -> None:
        """Look for events in the records on the desk, in the background."""
        archive, catalogue, settings = self.state.archive, self.catalogue, self.settings
        method = self.method.currentData()
        trained = self.trained if method == CNN else None

        def work() -> Generator[Any, None, Detected]:
            codes, rate, wanted = "", None, settings
            if trained is not None:
                codes, rate, wanted = trained[1].codes, trained[1].rate, replace(settings, band=trained[1].band)
            ground = yield from prepare(archive, wanted.band, codes, rate)
            return (yield from detect(method, ground, catalogue, trained, wanted))

        def then(found: Detected) -> None:
            if self.state.archive is archive:
                self._add_events(SOURCES[found.method], found.events)
                count = len(found.events)
                self._say(
                    tr("{sources}: {count} event{value} found, now in the event list.").format(
                        sources=SOURCES[found.method], count=count, value="s" * (count != 1)
                    )
                )

        self._background.run(tr("Finding events: {sources}").format(sources=SOURCES[method]), work, then)

    def _make_fields(self) -> None:
        usual = DetectSettings()
        self.source = sentence(tr("no catalogue"))
        self.open_catalogue = QPushButton(tr("&Open a catalogue…"))
        self.open_catalogue.clicked.connect(self._choose_catalogue)
        self.count = QSpinBox(minimum=1, maximum=100, value=usual.clusters)
        self.distance = QComboBox()
        self.distance.addItems(DISTANCES)
        self.distance.setToolTip(
            tr("“city-block” finds medians, which a stray event moves less; “euclidean” finds means")
        )
        self.restarts = QSpinBox(minimum=1, maximum=1000, value=usual.restarts)
        self.restarts.setToolTip(tr("The clustering begins so many times anew, and the best is kept"))
        for changed in (self.count.valueChanged, self.distance.currentIndexChanged, self.restarts.valueChanged):
            changed.connect(lambda _: self._soon.start())
        self.steps = QSpinBox(minimum=10, maximum=100_000, value=usual.training.steps, singleStep=100)
        self.go_train = QPushButton(tr("&Train a detector"))
        self.go_train.clicked.connect(self.train)
        self.load, self.keep = QPushButton(tr("Load…")), QPushButton(tr("Save…"))
        self.load.clicked.connect(self._choose_detector)
        self.keep.clicked.connect(self._choose_place)
        self.method = QComboBox()
        for method, source in SOURCES.items():
            self.method.addItem(source, method)
        self.method.currentIndexChanged.connect(lambda _: self._check())
        self.threshold = QDoubleSpinBox(minimum=0.01, maximum=1.0, singleStep=0.05, value=usual.threshold)
        self.threshold.setToolTip(tr("Probability that makes an event"))
        self.go_find = QPushButton(tr("&Find events"))
        self.go_find.clicked.connect(self.find)
        self.map = ClusterPlot()
        self.said = sentence()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        for title, rows in (
            (tr("Catalogue"), (self.source, self.open_catalogue, (tr("Clusters"), self.count), (tr("Distance"), self.distance),
                           (tr("Restarts"), self.restarts))),
            ("ConvNetQuake", ((tr("Steps"), self.steps), self.go_train, _beside(self.load, self.keep))),
            (tr("Events"), ((tr("Way"), self.method), (tr("Threshold"), self.threshold), self.go_find)),
        ):  # fmt: skip
            group = QGroupBox(title)
            form = QFormLayout(group)
            for row in rows:
                if isinstance(row, tuple):
                    form.addRow(*row)
                else:
                    form.addRow(row)
            column.addWidget(group)
        column.addStretch(1)
        buttons = dialog_buttons(self, Standard.Close)
        column.addWidget(buttons)
        right = QVBoxLayout()
        right.addWidget(self.map, 1)
        right.addWidget(self.said)
        layout = QHBoxLayout(self)
        layout.addLayout(column)
        layout.addLayout(right, 1)

    def _choose_catalogue(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a catalogue"), filter=CATALOGUES)
        if name:
            self.load_catalogue(Path(name))

    def _choose_detector(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Load a detector"), filter=DETECTORS)
        if name:
            self.load_detector(Path(name))

    def _choose_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the detector"), "detector.pt", filter=DETECTORS)
        if name:
            self.save_detector(Path(name))

    def _take_from_desk(self) -> None:
        """Begin with the events of the project that no detector found. Those that nobody has located are in no cluster, but
        noise is not cut out of them."""
        events = [event for event in self.state.events if event.source not in SOURCES.values()]
        self._take(tuple(events), tr("the project") if events else "")

    def _take(self, events: tuple[Event, ...], name: str) -> None:
        self.catalogue, self.clusters = events, None
        placed = len(located(events))
        self.source.setText(
            tr("{count} events of {name}, {placed} of them located").format(count=len(events), name=name, placed=placed)
            if events
            else tr("no catalogue")
        )
        if placed:
            self.count.setMaximum(placed)
        self.cluster()

    def _take_taught(self, taught: Taught) -> None:
        self.trained = taught.model, taught.spec
        noise, *events = taught.windows
        said = tr("Trained on {events} windows of events and {noise} of noise in {seconds:.0f} s").format(
            events=sum(events), noise=noise, seconds=taught.seconds
        )
        if taught.skipped:
            said += tr("; {count} event windows were skipped, as samples are missing").format(count=len(taught.skipped))
        self._say(f"{said}.")
        self._check()

    def _show(self, _: Any = None) -> None:
        archive = self.state.archive
        self.map.show_events(located(self.catalogue), self.clusters, archive.records if archive else ())
        if self.clusters is not None:
            sizes = ", ".join(str(size) for size in self.clusters.sizes)
            self._say(
                tr("Clusters of {sizes} events, on average {spread:.1f} km from their centres.").format(
                    sizes=sizes, spread=self.clusters.spread
                )
            )
        self._check()

    def _check(self) -> None:
        """What cannot be done yet is greyed."""
        has_records, has_events = self.state.archive is not None, bool(located(self.catalogue))
        needs = {"cnn": self.trained is not None, "templates": has_events}
        self.go_train.setEnabled(has_records and has_events)
        self.go_find.setEnabled(has_records and needs.get(self.method.currentData(), True))
        self.threshold.setEnabled(self.method.currentData() == CNN)
        self.keep.setEnabled(self.trained is not None)

    def _say(self, text: str) -> None:
        self.said.setText(text)


def _as_progress(work: Generator[Any, None, Taught]) -> Generator[Any, None, Taught]:
    """The same work with its losses as progress, which the status bar shows."""
    from seisviewer.learning.events import Loss

    def shown(event: Any) -> tuple[Any]:
        if isinstance(event, Loss):
            return (Progress(event.step, event.steps, tr("training, loss {loss:.3f}").format(loss=event.loss)),)
        return (event,)

    return (yield from translated(work, shown))


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
