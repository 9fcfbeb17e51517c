"""A report stands alone, says what is there, and lets nobody's text become a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.workflows.exporting.export_answer import answers
from seisviewer.workflows.reporting.class_volumes import class_amounts, sample_size
from seisviewer.workflows.reporting.project_report import make_report

from ...structure.layered_lines import LAYERS, line, strokes
from ..test_layer_run import opened, project, survey  # noqa: F401 - fixtures


class Read(HTMLParser):
    """The texts of the cells row by row, and whatever the page would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.fetched += [value for name, value in attrs if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


@pytest.mark.slow
def test_it_tells_classes_with_shares_and_has_its_pictures_inside(opened) -> None:  # noqa: F811
    (answer,) = answers(opened.project)
    classes = opened.project.classes
    opened.project.set_classes(classes.rename(0, "<script>alert(1)</script>"))
    html = drive(make_report(opened.project, opened.volume, answer, lines=0))
    opened.project.set_classes(classes)
    read = Read(html)
    assert "script" not in read.tags and any("<script>alert(1)</script>" in row for row in read.rows)
    assert len(read.fetched) == 5 and all(source.startswith("data:image/") for source in read.fetched)
    assert not re.search(r"(src|href)=.?(http|file|//)", html) and "url(" not in html
    shares = [float(row[1].removesuffix(" %")) for row in read.rows if len(row) == 3 and row[1].endswith(" %")]
    assert len(shares) == 4 and sum(shares) == pytest.approx(100, abs=0.3)
    amounts = [
        int(float(row[2].split()[0].replace(",", ""))) for row in read.rows if len(row) == 3 and row[1].endswith("%")
    ]
    kept = f"were read from {opened.project.folder.name}/predictions/1"
    assert kept in html and "were predicted for this report" in html
    again = drive(make_report(opened.project, opened.volume, answer, lines=0))
    assert f"Of these {opened.volume.geometry.inlines.count} were read from" in again, "nothing is predicted twice"
    assert "were predicted for this report" not in again
    assert "How far it can be trusted" in html and "Not enough held back to tell" in html
    assert sum(amounts) == pytest.approx(
        opened.volume.geometry.live.sum() * opened.volume.geometry.samples.count, rel=1e-2
    )
    assert any("run 1" in row[0].lower() for row in read.rows if row) and any("numpy" in row for row in read.rows)


@pytest.mark.slow
def test_scores_stand_in_it_with_intervals_matrix_baseline_and_diagram(opened) -> None:  # noqa: F811
    (answer,) = answers(opened.project)
    marked = SectionId.parse("inline_40")
    painted = strokes(line("inline", 40))
    made = []
    for label in range(LAYERS):
        for part in range(4):
            mask = (painted == label) & (np.arange(len(painted)) % 4 == part)[:, None]
            made.append(Stroke(marked, label, 0, 0, mask, np.full(mask.shape, UNLABELLED, np.int8)))
    opened.project.commit(made)
    opened.project.set_for_checking((marked,), marked=True)
    read = Read(html := drive(make_report(opened.project, opened.volume, answer, lines=2)))
    (mean,) = [row for row in read.rows if row[:1] == ["mean IoU"]]
    (depth,) = [row for row in read.rows if row[:1] == ["mean IoU, predicted by depth"]]
    assert all(float(row[2]) <= float(row[1]) <= float(row[3]) for row in (mean, depth)) and float(mean[1]) > 0.8
    (titles,) = [row for row in read.rows if row[:1] == ["true \\ answered"]]
    assert len(titles) == 1 + LAYERS and "Expected calibration error" in html
    assert re.search(r"On \d+ strokes on 1 section that it did not learn", html)
    diagram = [source for source in read.fetched if source.startswith("data:image/svg")]
    assert len(diagram) == 2, "the map of the labels and the diagram"


def test_amounts_are_volumes_of_the_bins() -> None:
    affine = np.array([[0.0, 12.5, 600_000.0], [25.0, 0.0, 6_000_000.0]])
    lines = LineAxis(1, 1, 10), LineAxis(1, 1, 20)
    live = np.ones((10, 20), bool)
    depth = Geometry(*lines, SampleAxis(0, 5.0, 100, "m"), live, affine)
    assert sample_size(depth).amount == pytest.approx(12.5 * 25 * 5 / 1e9) and sample_size(depth).unit == "km³"
    time = Geometry(*lines, SampleAxis(0, 4.0, 100), live, affine)
    assert sample_size(time).amount == pytest.approx(12.5 * 25 / 1e6 * 4) and sample_size(time).unit == "km²·ms"
    assert "no velocity was stated" in sample_size(time).note
    assert sample_size(time, 2500).amount == pytest.approx(12.5 * 25 * 5 / 1e9)
    assert sample_size(Geometry(*lines, SampleAxis(0, 4.0, 100), live)).unit == "samples"
    counts = np.zeros(256, np.int64)
    counts[[2, 7]] = 100, 300
    assert [(each.number, each.share) for each in class_amounts(counts)] == [(7, 0.75), (2, 0.25)]


@pytest.mark.slow
def test_the_shell_writes_html_and_pdf(project, tmp_path, capsys) -> None:  # noqa: F811
    assert main(["report", str(project), str(tmp_path / "r.html"), "--sections", "inline:10", "--lines", "3"]) == 0
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "on 3 of 60 inlines" in html and "Inline 10: classes according to run 1" in html
    assert (
        main(["report", str(project), str(tmp_path / "r.txt")]) == 1
        and "no name of a report" in capsys.readouterr().err
    )
    pytest.importorskip("PyQt6")
    assert main(["report", str(project), str(tmp_path / "r.pdf"), "--sections", "inline:10", "--lines", "3"]) == 0
    pdf = (tmp_path / "r.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and len(pdf) > 50_000, "pictures are in it"
