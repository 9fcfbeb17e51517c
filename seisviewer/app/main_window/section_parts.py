"""What the section desk is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QWidget

from seisviewer.app.attributes.attribute_controls import AttributeControls
from seisviewer.app.attributes.attribute_layer import AttributeLayer
from seisviewer.app.attributes.attribute_source import AttributeSource
from seisviewer.app.attributes.slopes_in_background import BackgroundSlopes
from seisviewer.app.background.background_jobs import Background
from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.exporting.section_export import SectionExport
from seisviewer.app.exporting.section_report import SectionReport
from seisviewer.app.gallery.thumbnail_source import ThumbnailSource
from seisviewer.app.header_table.header_windows import HeaderWindows
from seisviewer.app.horizons.flattened_section import FlattenedSection
from seisviewer.app.horizons.horizon_desk import HorizonDesk
from seisviewer.app.horizons.horizon_layer import HorizonLayer
from seisviewer.app.horizons.horizon_maps_shown import HorizonMaps
from seisviewer.app.horizons.horizon_panel import HorizonPanel
from seisviewer.app.horizons.horizon_tool import HorizonTool
from seisviewer.app.interpreters.agreement_layer import AgreementLayer
from seisviewer.app.interpreters.interpreter_bar import InterpreterBar
from seisviewer.app.interpreters.second_interpreter import SecondInterpreter
from seisviewer.app.interpreters.take_over_tool import TakeOverTool
from seisviewer.app.live.doubts.doubt_controller import DoubtController
from seisviewer.app.live.doubts.doubt_marks import DoubtMarks
from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.live.layer_boundaries import LayerBoundaries
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.live.layer_teaching import LayerTeaching
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.overlay_controls import OverlayControls
from seisviewer.app.live.prediction_layer import PredictionLayer
from seisviewer.app.live.training_panel import TrainingPanel
from seisviewer.app.main_window.docks import LEFT, RIGHT, Panel
from seisviewer.app.measuring.measure_tool import MeasureTool
from seisviewer.app.opening.recents import Recents
from seisviewer.app.opening.section_import_export import SectionImportExport
from seisviewer.app.opening.survey_opener import SurveyOpener
from seisviewer.app.painting.boundary_layer import BoundaryLayer
from seisviewer.app.painting.class_panel import ClassPanel
from seisviewer.app.painting.fault_layer import FaultLayer
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.label_layer import LabelLayer
from seisviewer.app.painting.paint_gesture import Answers
from seisviewer.app.painting.paint_tools import make_tools
from seisviewer.app.painting.reach.stroke_carrier import StrokeCarrier
from seisviewer.app.proposals.proposal_parts import make_proposal_tools
from seisviewer.app.random_lines.line_drawing import LineDrawing
from seisviewer.app.random_lines.random_line_store import RandomLineStore
from seisviewer.app.reading.legend_panel import LegendPanel
from seisviewer.app.reading.map_colours import MapColours
from seisviewer.app.reading.nearest_labels import NearestLabels
from seisviewer.app.reading.voxel_sayings import VoxelSayings
from seisviewer.app.review.regions.region_review_parts import make_review_tool
from seisviewer.app.second_volume.second_bar import SecondBar
from seisviewer.app.second_volume.second_layer import SecondLayer
from seisviewer.app.second_volume.second_volume import SecondVolume
from seisviewer.app.second_volume.swipe_handle import SwipeDivider
from seisviewer.app.section_state import SectionState, Tool
from seisviewer.app.sections.section_display_panel import DisplayPanel
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.several_lines.crossing_layer import CrossingLayer
from seisviewer.app.several_lines.line_adder import LineAdder
from seisviewer.app.spectrum.spectrum_panel import SpectrumPanel
from seisviewer.app.stores.memory_choice import MemoryChoice
from seisviewer.app.stores.store_keeper import StoreKeeper
from seisviewer.app.suggestions.place_finder import PlaceFinder
from seisviewer.app.suggestions.place_marks import PlaceMarks
from seisviewer.app.suggestions.place_rows import COLUMNS, WORTH
from seisviewer.app.suggestions.reason_bar import ReasonBar
from seisviewer.app.suggestions.shown_places import ShownPlaces
from seisviewer.app.suggestions.suggestion_panel import SuggestionPanel
from seisviewer.app.wells.well_desk import WellDesk
from seisviewer.app.wells.well_layer import WellLayer
from seisviewer.app.wells.well_marks import WellMarks
from seisviewer.app.wells.well_panel import WellPanel
from seisviewer.jobs.lanes import Lanes
from seisviewer.translation import tr


@dataclass(frozen=True)
class SectionParts:
    """state: what all of them share. views: the middle of the desk. tools: by the id of their action."""

    state: SectionState
    background: Background
    opener: SurveyOpener
    reader: SectionReader
    memory: MemoryChoice
    store: StoreKeeper
    views: SectionViews
    label_editor: LabelEditor
    import_export: SectionImportExport
    export: SectionExport
    report: SectionReport
    tools: Mapping[str, Tool]
    live: LiveController
    stored: StoredSource
    layers: LayerController
    answers: AnswerOnScreen
    doubts: DoubtController
    finder: PlaceFinder
    predictions: PredictionLayer
    slopes: BackgroundSlopes
    attributes: AttributeSource
    attribute_layer: AttributeLayer
    nearest: NearestLabels
    sayings: VoxelSayings
    thumbnails: ThumbnailSource
    horizons: HorizonDesk
    wells: WellDesk
    flattened: FlattenedSection
    headers: HeaderWindows
    second_interpreter: SecondInterpreter
    survey_map: SurveyMap
    random_lines: RandomLineStore
    line_adder: LineAdder
    line_drawing: LineDrawing
    second_volume: SecondVolume
    second_layer: SecondLayer


def make_section_parts(
    state: SectionState, background: Background, lanes: Lanes, recents: Recents, settings: QSettings, window: QWidget
) -> SectionParts:
    """Make them in the order in which they need one another. window: they end with it, and their dialogs open over it."""
    memory = MemoryChoice(settings, window)
    reader, label_editor = SectionReader(state, memory=lambda: memory.bytes), LabelEditor(state)
    store = StoreKeeper(state, reader, lambda: memory.bytes)
    live = LiveController(state, lanes, settings)
    stored = StoredSource(state, live.predictions, settings)
    layers = LayerController(state, lanes, live.predictions, settings, stored=stored)
    live.happened.connect(stored.note)
    stored.filling_changed.connect(live.set_filling)
    live.set_filling(stored.filling)
    live.status_changed.connect(lambda status: layers.share(status.is_learning))
    answers = AnswerOnScreen(state, lanes, live.predictions, stored)
    LayerTeaching(layers, live, parent=window)
    doubts = DoubtController(state, layers, label_editor)
    finder = PlaceFinder(state, lanes, layers, live)
    slopes = BackgroundSlopes(state)
    attributes = AttributeSource(state, slopes, layers.boundaries_found)
    nearest = NearestLabels(state)
    carrier, thumbnails = StrokeCarrier(state, label_editor, slopes), ThumbnailSource(state)
    for part in (
        state,
        reader,
        store,
        label_editor,
        live,
        stored,
        layers,
        answers,
        doubts,
        finder,
        slopes,
        attributes,
        nearest,
        carrier,
        thumbnails,
    ):
        part.setParent(window)
    horizons = HorizonDesk(state, label_editor, background)
    wells = WellDesk(state, label_editor, background, lambda: stored.store)
    for part in (horizons, wells):
        part.setParent(window)
    views, predictions = SectionViews(state, reader), PredictionLayer(state, answers, answers.same)
    boundaries = LayerBoundaries(state, layers)
    attribute_layer = AttributeLayer(state, attributes)
    marks = DoubtMarks(state, doubts)
    lines = BoundaryLayer(state), FaultLayer(state)
    places = PlaceMarks(state, finder.places)
    surfaces, drilled = HorizonLayer(horizons), WellLayer(wells)
    finder.places.chosen.connect(lambda row: views.make_large(row.place.section.direction))
    second_volume = SecondVolume(state, background, window)
    second_layer = SecondLayer(state, second_volume, views)
    over = (
        *(attribute_layer, second_layer, predictions, LabelLayer(state), boundaries, surfaces, *lines),
        *(CrossingLayer(state), drilled, marks, places),
    )
    for layer in over:
        views.add_layer(layer)
    opener = SurveyOpener(state, background, recents, window, lambda: reader.busy)
    import_export = SectionImportExport(state, label_editor, background, window)
    opener.import_wanted.connect(import_export.import_from)
    tools = make_tools(state, label_editor, Answers(answers.classes_of, boundaries.of))
    tools["measure"] = MeasureTool(state)
    tools["horizon"] = HorizonTool(horizons)
    proposals = make_proposal_tools(state, label_editor, answers, layers, boundaries, slopes, views, window)
    tools["review"] = make_review_tool(
        state, label_editor, answers, views, tuple(proposals.values()), finder.places, window
    )
    tools |= proposals
    second = SecondInterpreter(state, label_editor, background, window)
    tools["take_over"] = take_over = TakeOverTool(state, label_editor, second)
    views.add_layer(AgreementLayer(second, label_editor))
    views.add_bar(InterpreterBar(state, second, label_editor, take_over))
    views.add_bar(SecondBar(state, second_volume))
    for view in views.views.values():
        SwipeDivider(state, second_volume, view)
    reason = ReasonBar(
        finder.places,
        lambda row: tr("Label here. {reason}").format(reason=row.reason),
        lambda row: row.place.section in state.shown,
    )
    state.shown_changed.connect(reason.renew)
    views.add_bar(reason)
    survey_map, random_lines = SurveyMap(state), RandomLineStore(state, label_editor)
    random_lines.setParent(window)
    WellMarks(wells, survey_map)
    return SectionParts(
        state=state,
        background=background,
        opener=opener,
        reader=reader,
        memory=memory,
        store=store,
        views=views,
        label_editor=label_editor,
        import_export=import_export,
        export=SectionExport(state, layers, views, background, window),
        report=SectionReport(state, layers, background, window),
        tools=tools,
        live=live,
        stored=stored,
        layers=layers,
        answers=answers,
        doubts=doubts,
        finder=finder,
        predictions=predictions,
        slopes=slopes,
        attributes=attributes,
        attribute_layer=attribute_layer,
        nearest=nearest,
        sayings=VoxelSayings(state, answers, nearest),
        thumbnails=thumbnails,
        horizons=horizons,
        wells=wells,
        flattened=FlattenedSection(horizons, views, window, drilled),
        headers=HeaderWindows(state, background, window),
        second_interpreter=second,
        survey_map=survey_map,
        random_lines=random_lines,
        line_adder=LineAdder(state, background, opener, window),
        line_drawing=LineDrawing(state, random_lines, survey_map),
        second_volume=second_volume,
        second_layer=second_layer,
    )


def section_panels(parts: SectionParts) -> tuple[Panel, ...]:
    """The panels around the sections, in the order in which they are placed."""
    state = parts.state
    controls = AttributeControls(state, parts.attributes, parts.slopes)
    classes = ClassPanel(state, parts.label_editor)
    survey_map = parts.survey_map
    at_horizon = HorizonMaps(parts.horizons, parts.background, lambda: parts.stored.store)
    at_horizon.setParent(survey_map)
    stored = parts.stored
    colours = MapColours(state, survey_map, parts.nearest, lambda: stored.store, lambda: stored.filling, at_horizon)
    for renew in (colours.renew, at_horizon.renew_facies):
        stored.changed.connect(renew)
    ShownPlaces(state, parts.finder.places, parts.views, survey_map)
    places = SuggestionPanel(parts.finder.places, COLUMNS, tr("place"), WORTH)
    training = TrainingPanel(state, parts.live, parts.layers, parts.doubts, parts.stored, parts.answers)
    legend = LegendPanel(state, parts.label_editor, parts.layers, parts.live, parts.answers)
    parts.layers.status_changed.connect(lambda status: classes.table.show_proposals(status.kinds, status.right))
    return (
        Panel("map", tr("Map"), survey_map, LEFT, 270, 290, scrolls=False),
        Panel("display", tr("Display"), DisplayPanel(state, controls), LEFT, 270, 460),
        Panel("overlays", tr("Overlays"), OverlayControls(state), LEFT, 270, 460, behind="display"),
        Panel("legend", tr("Legend"), legend, LEFT, 270, 460, behind="display"),
        Panel("classes", tr("Classes and tools"), classes, RIGHT, 320, 370),
        Panel("training", tr("Training"), training, RIGHT, 320, 380),
        Panel(
            "spectrum",
            tr("Spectrum"),
            SpectrumPanel(state, parts.views),
            RIGHT,
            320,
            380,
            scrolls=False,
            behind="training",
        ),
        Panel("horizons", tr("Horizons"), HorizonPanel(parts.horizons), RIGHT, 320, 370, behind="classes"),
        Panel("wells", tr("Wells"), WellPanel(parts.wells), RIGHT, 320, 370, behind="classes"),
        Panel("places", tr("Where to label"), places, RIGHT, 320, 380, scrolls=False, behind="training"),
    )
