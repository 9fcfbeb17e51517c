"""From a survey to scores, with the commands of the README."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli import learning_commands
from seisviewer.cli.console import Stopped
from seisviewer.cli.main import main
from seisviewer.workflows.demo import paint

TRAINED = ["inline_120", "crossline_325"]
SCORED = "inline:113,crossline:333"
SMALL = ["--device", "cpu", "--network", "deeplabv3+", "--encoder", "mobile", "--crop", "64", "--batch", "2"]
PUBLISHED = ["--schedule", "st++", "--recipe", "published", "--steps", "12", "--seed", "0", *SMALL]


@pytest.fixture(scope="module")
def project(small_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with strokes on two sections; beside it truth.npz of four."""
    folder = tmp_path_factory.mktemp("journey")
    shutil.copy(small_survey, folder / "survey.sgy")
    facies = np.load(small_survey.with_name("demo_facies.npy"))
    truth = {
        **{f"inline_{number}": facies[number - 100] for number in (113, 120)},
        **{f"crossline_{number}": facies[:, number - 300] for number in (325, 333)},
    }
    np.savez(folder / "truth.npz", **truth)
    np.savez(folder / "strokes.npz", **{name: paint(truth[name], 0) for name in TRAINED})
    made = folder / "survey.seis"
    assert main(["ingest", str(folder / "survey.sgy"), str(made)]) == 0
    assert main(["labels", "import", str(made), str(folder / "strokes.npz")]) == 0
    return made


@pytest.fixture(scope="module")
def trained(project: Path) -> Path:
    assert main(["train", str(project), *PUBLISHED]) == 0
    return project


@pytest.mark.slow
def test_without_options_both_the_layers_and_a_network_are_learned(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "survey.seis"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("runs", "*-wal", "*-shm"))
    shutil.copy(project.with_name("survey.sgy"), tmp_path)
    assert main(["train", str(copy), "--steps", "4", *SMALL]) == 0
    assert reports_errors(capsys, "info", copy, "--json")["project"]["runs"][-1]["kind"] == "fused"
    assert main(["train", str(copy), "--method", "fused", "--recipe", "published"]) == 1
    assert "--recipe" in capsys.readouterr().err


def reports_errors(capsys: pytest.CaptureFixture[str], *line: object) -> dict:
    capsys.readouterr()
    assert main([*map(str, line)]) == 0
    return json.loads(capsys.readouterr().out)


def test_labels_come_back_as_they_went_in(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = project.with_name("back.npz")
    assert main(["labels", "export", str(project), str(out)]) == 0
    came, went = np.load(out), np.load(project.with_name("strokes.npz"))
    assert sorted(came.files) == sorted(TRAINED)
    for name in TRAINED:
        painted = went[name] != 255
        # Where the two lines cross, the section that was imported last has the word.
        assert (came[name][painted] == went[name][painted]).mean() > 0.97
        assert came[name].dtype == np.uint8 and came[name].shape == went[name].shape
    about = reports_errors(capsys, "info", project, "--json")["project"]
    assert sorted(about["labelled_sections"]) == sorted(TRAINED)


def test_labels_of_another_shape_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = project.with_name("wrong.npz")
    np.savez(wrong, inline_120=np.zeros((64, 50), np.uint8))
    capsys.readouterr()
    assert main(["labels", "import", str(project), str(wrong)]) == 1
    assert "(64, 50)" in capsys.readouterr().err.replace("64 × 50", "(64, 50)")


def test_predicted_sections_lie_over_the_survey(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reports_errors(capsys, "info", trained, "--json")["project"]["runs"][-1]["kind"] == "st++"
    out = trained.with_name("pred.npz")
    assert main(["predict", str(trained), "--sections", SCORED, "--npz", str(out), "--stability"]) == 0
    answer = np.load(out)
    for name, shape in (("inline_113", (50, 64)), ("crossline_333", (40, 64))):
        assert answer[name].dtype == np.uint8 and answer[name].shape == shape
        confidence = answer[f"{name}_confidence"]
        assert confidence.dtype == np.float32 and confidence.shape == shape
        assert (confidence >= 0).all() and (confidence <= 1).all()
        assert answer[f"{name}_stability"].shape == shape
    assert set(np.unique(answer["inline_113"])) <= set(range(7))


@pytest.mark.slow
def test_a_predicted_volume_is_a_survey_again(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facies, confidence = trained.with_name("facies.sgy"), trained.with_name("confidence.sgy")
    line = ["predict", str(trained), "--volume", "--out", str(facies), "--confidence", str(confidence)]
    assert main(line) == 0
    whole = reports_errors(capsys, "info", facies, "--json")
    assert whole["sample_format"]["code"] == 8
    assert (whole["inlines"]["count"], whole["crosslines"]["count"]) == (40, 50)
    assert 0 <= whole["amplitudes"]["minimum"] <= whole["amplitudes"]["maximum"] <= 6
    sure = reports_errors(capsys, "info", confidence, "--json")["amplitudes"]
    assert 0 <= sure["minimum"] <= sure["maximum"] <= 1


@pytest.mark.slow
def test_a_prediction_takes_no_other_file_s_place(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survey = trained.with_name("survey.sgy")
    before = survey.read_bytes()
    line = ["predict", str(trained), "--volume", "--out"]
    for more, said in (
        ([str(survey)], "the survey itself"),
        ([str(trained.with_name("f.sgy")), "--confidence", str(survey)], "the survey itself"),
        ([str(trained.with_name("f.sgy")), "--confidence", f"{trained}/../f.sgy"], "two names"),
    ):
        capsys.readouterr()
        assert main(line + more) == 1
        assert said in capsys.readouterr().err
    assert main(["predict", str(trained), "--sections", SCORED, "--npz", str(survey)]) == 1
    assert main(["labels", "export", str(trained), str(survey)]) == 1
    assert survey.read_bytes() == before


def test_scores_stand_beside_the_depth_baseline(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = trained.with_name("truth.npz")
    answer = reports_errors(capsys, "evaluate", trained, "--truth", truth, "--sections", SCORED, "--json")
    for who in ("model", "predict_by_depth"):
        assert 0 <= answer[who]["mean_iou"] <= 1
        assert set(answer[who]["sections"]) == {"inline_113", "crossline_333"}
    assert 0 <= answer["model"]["expected_calibration_error"] <= 1
    # Without --sections: those of the truth file that carry no strokes, which are the same two.
    assert reports_errors(capsys, "evaluate", trained, "--truth", truth, "--json") == answer
    assert main(["evaluate", str(trained), "--truth", str(truth)]) == 0
    assert "by depth" in capsys.readouterr().out


@pytest.mark.slow
def test_the_same_steps_and_seed_give_the_same_answer(trained: Path) -> None:
    answers = []
    for number in (1, 2):
        if number == 2:
            assert main(["train", str(trained), *PUBLISHED]) == 0
        out = trained.with_name(f"again_{number}.npz")
        assert main(["predict", str(trained), "--sections", SCORED, "--npz", str(out), "--run", str(number)]) == 0
        answers.append(np.load(out)["inline_113_confidence"])
    np.testing.assert_allclose(answers[0], answers[1], atol=1e-4)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_stops_training_and_resume_goes_on(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "survey.seis"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("runs", "*-wal", "*-shm"))
    shutil.copy(project.with_name("survey.sgy"), tmp_path)
    before = len(reports_errors(capsys, "info", copy, "--json")["project"]["runs"])
    line = [sys.executable, "-m", "seisviewer", "train", str(copy), "--schedule", "supervised", "--steps", "30", *SMALL]
    training = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while not list(copy.glob("runs/*/settings.json")) and time.monotonic() < deadline:
            time.sleep(0.02)
        training.send_signal(signal.SIGINT)
        _, said = training.communicate(timeout=60)
    finally:
        training.kill()
    number = before + 1
    assert training.returncode == 130, said
    assert f"--resume {number}" in said.splitlines()[-1]
    assert reports_errors(capsys, "info", copy, "--json")["project"]["runs"][-1]["state"] == "stopped"

    def stopped_at_once(work: object) -> None:
        raise Stopped("Stopped.")

    with monkeypatch.context() as patched:
        patched.setattr(learning_commands, "run_work", stopped_at_once)
        assert main(["train", str(copy), *SMALL]) == 130
    assert "--resume" not in capsys.readouterr().err, "no run had begun"
    capsys.readouterr()
    assert main(["train", str(copy), "--resume", str(number)]) == 0
    assert "Estimated mIoU (without truth): 0." in capsys.readouterr().out
    assert reports_errors(capsys, "info", copy, "--json")["project"]["runs"][-1]["state"] == "finished"
