"""The list of painted sections."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from seisviewer.app.run_list.painted_sections import PaintedSections

from ..easel import INLINE, Easel, write_survey


def test_a_row_that_is_ticked_stays_while_it_tells_so(qtbot, tmp_path):
    easel = Easel(qtbot, write_survey(tmp_path))
    easel.use("brush", label=1, size=6)
    for index in (4, 9):
        easel.go_to(INLINE, index)
        easel.drag((10, 20), (20, 20))
    painted = PaintedSections(easel.state, easel.label_editor)
    qtbot.addWidget(painted)
    first, second = (painted.list.item(row) for row in range(2))
    second.setCheckState(Qt.CheckState.Checked)
    easel.label_editor.settle()
    assert len(easel.state.project.checking) == 1
    assert [painted.list.item(row) for row in range(2)] == [first, second]
    easel.label_editor.undo()
    easel.label_editor.settle()
    assert second.checkState() is Qt.CheckState.Unchecked and not easel.state.project.checking
    easel.end()
