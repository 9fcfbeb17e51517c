"""The six stages of ST++, watched on a task whose answers are known."""

import pytest

from seisviewer.learning.events import StabilityRanked, StageStarted, StudentRejected
from seisviewer.learning.selftraining import STAGES, FitDone, Steps, self_train
from seisviewer.progress import drive


class ToyTask:
    """States are (stage, k). The teacher's checkpoints agree on calm units and change their mind on restless ones."""

    def __init__(self):
        self.fits = []

    def fit(self, stage, pseudo, steps, keep):
        self.fits.append((stage, dict(pseudo), steps, keep))
        yield "step"
        return [(stage, k) for k in range(1, min(keep, steps) + 1)]

    def answer(self, state, units):
        yield "answering"
        stage, k = state
        return {
            unit: f"{stage} {k if unit.startswith('restless') else ''}" + (" silent" if "silent" in unit else "")
            for unit in units
        }

    def agreement(self, one, other):
        return float(one == other)

    def group(self, answer):
        return "silent" if "silent" in answer else "one"


UNLABELLED = ["restless 1", "calm 1", "restless 2", "calm 2"]


@pytest.fixture
def finished():
    task, events = ToyTask(), []
    outcome = drive(self_train(task, ["painted"], UNLABELLED, Steps(30, 20, 50), 3), events.append)
    return task, events, outcome


def test_stages_come_in_the_published_order(finished):
    task, events, _ = finished
    assert [event.name for event in events if isinstance(event, StageStarted)] == list(STAGES)
    assert [(stage, steps, keep) for stage, _, steps, keep in task.fits] == [
        ("teacher", 30, 3),
        ("first student", 20, 1),
        ("final student", 50, 1),
    ]


def test_stable_half_is_believed_first_and_keeps_the_teachers_labels(finished):
    task, events, outcome = finished
    teacher, first, final = (pseudo for _, pseudo, _, _ in task.fits)
    assert teacher == {}
    assert set(first) == {"calm 1", "calm 2", "painted"}
    assert final["calm 1"] == first["calm 1"] == "teacher "
    assert final["restless 1"] == "first student 1"
    (ranked,) = [event for event in events if isinstance(event, StabilityRanked)]
    assert [r.stability for r in ranked.units] == [1.0, 1.0, 0.0, 0.0]
    assert [r.reliable for r in ranked.units] == [True, True, False, False]
    assert outcome.final == ("final student", 1)


def test_pseudo_labels_are_those_of_a_teachers_last_checkpoint():
    task = ToyTask()
    drive(self_train(task, ["restless painted"], ["restless 1"], Steps(3, 2, 5), 3))
    _, first, final = (pseudo for _, pseudo, _, _ in task.fits)
    assert first == {"restless painted": "teacher 3", "restless 1": "teacher 3"}
    assert final == {"restless painted": "first student 1", "restless 1": "teacher 3"}


def test_of_an_odd_number_the_one_in_the_middle_is_reliable():
    outcome = drive(self_train(ToyTask(), [], [*UNLABELLED, "restless 3"], Steps(30, 20, 50), 3))
    assert [ranked.reliable for ranked in outcome.ranking] == [True] * 3 + [False] * 2


def test_a_round_taken_up_again_does_not_train_what_was_finished(finished):
    _, events, whole = finished
    done = {event.stage: event.states for event in events if isinstance(event, FitDone)}
    del done["final student"]
    task = ToyTask()
    outcome = drive(self_train(task, ["painted"], UNLABELLED, Steps(30, 20, 50), 3, done))
    assert [stage for stage, *_ in task.fits] == ["final student"]
    assert outcome == whole
    assert task.fits[0][1] == finished[0].fits[2][1]


def judged_round(scores, can_tell=True):
    """A round whose states are scored by a table, None for what it lacks; the fits, the events and what came of it."""
    task, events = ToyTask(), []

    def judge(state):
        yield "scoring"
        return scores.get(state)

    work = self_train(task, ["painted"], UNLABELLED, Steps(30, 20, 50), 3, judge=judge, can_tell=can_tell)
    return task, events, drive(work, events.append)


TEACHER = {("teacher", 1): 0.4, ("teacher", 2): 0.7, ("teacher", 3): 0.6}


def test_a_student_that_is_worse_on_strokes_held_back_does_not_replace_its_teacher():
    task, events, outcome = judged_round(TEACHER | {("first student", 1): 0.65, ("final student", 1): 0.5})
    assert outcome.final == ("teacher", 2)
    assert task.fits[2][1]["restless 1"] == "teacher 2", "what is left is labelled by the teacher too"
    rejected = [
        (event.stage, event.score, event.teacher_score) for event in events if isinstance(event, StudentRejected)
    ]
    assert rejected == [("first student", 0.65, 0.7), ("final student", 0.5, 0.7)]


def test_no_student_replaces_its_teacher_where_too_few_strokes_are_held_back_to_tell():
    better = TEACHER | {("first student", 1): 0.8, ("final student", 1): 0.9}
    _, events, outcome = judged_round(better, can_tell=False)
    assert outcome.final == ("teacher", 2)
    rejected = [event for event in events if isinstance(event, StudentRejected)]
    assert [(event.score, event.could_tell) for event in rejected] == [(0.8, False), (0.9, False)]


def test_a_student_that_is_no_worse_takes_its_place():
    task, events, outcome = judged_round(TEACHER | {("first student", 1): 0.7, ("final student", 1): 0.8})
    assert outcome.final == ("final student", 1)
    assert task.fits[2][1]["restless 1"] == "first student 1"
    assert not any(isinstance(event, StudentRejected) for event in events)


def test_the_teacher_is_stopped_where_it_is_best_on_strokes_held_back():
    task, _, outcome = judged_round(TEACHER)
    assert task.fits[1][1]["painted"] == "teacher "
    assert outcome.teacher[-1] == ("teacher", 2) and set(outcome.teacher) == set(TEACHER)


def test_where_nothing_is_held_back_every_student_takes_its_place(finished):
    task, _, outcome = judged_round({})
    assert outcome == finished[2] and task.fits == finished[0].fits


def test_without_unlabelled_units_the_rest_of_the_labelled_ones_is_learned():
    task = ToyTask()
    drive(self_train(task, ["painted"], [], Steps.shared(100), 3))
    assert [set(pseudo) for _, pseudo, *_ in task.fits] == [set(), {"painted"}, {"painted"}]


def test_groups_are_halved_apart_and_kept_in_their_ratio():
    silent = [f"silent {n}" for n in range(6)]  # stable by nature
    task = ToyTask()
    outcome = drive(self_train(task, [], [*UNLABELLED, *silent], Steps(3, 2, 5), 3))
    believed = set(task.fits[1][1])
    assert len(believed & set(silent)) == 3 and {"calm 1", "calm 2"} <= believed and len(believed) == 5
    assert {r.unit for r in outcome.ranking if r.reliable} == believed


def test_a_teacher_of_fewer_steps_than_checkpoints_is_ranked_by_those_it_has():
    events = []
    outcome = drive(self_train(ToyTask(), ["painted"], UNLABELLED, Steps(2, 1, 1), 3), events.append)
    assert len(outcome.teacher) == 2
    assert [r.stability for r in outcome.ranking] == [1.0, 1.0, 0.0, 0.0]


def test_a_single_checkpoint_says_nothing_about_stability():
    outcome = drive(self_train(ToyTask(), ["painted"], UNLABELLED, Steps(1, 1, 1), 3))
    assert [r.stability for r in outcome.ranking] == [0.0] * 4 and sum(r.reliable for r in outcome.ranking) == 2


def test_shared_steps_add_up():
    assert all(Steps.shared(total).total == total for total in (3, 10, 101, 5000))


def test_steps_are_cut_down_in_proportion():
    assert Steps(40, 80, 80).at_most(100) == Steps(20, 40, 40)
    assert Steps(40, 80, 80).at_most(500) == Steps(40, 80, 80)
    assert Steps(40, 0, 0).at_most(10) == Steps(10, 0, 0), "a training that is not wanted stays away"
