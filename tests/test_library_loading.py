"""What a large library is made of is not looked through for garbage, neither while it is loaded nor later."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from seisviewer.library_loading import first_import, load_ahead

NAME = "a_library_of_the_test"


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / f"{NAME}.py").write_text(
        "import gc\ncollecting = gc.isenabled()\nparts = [[n] for n in range(10_000)]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert gc.isenabled()
    yield
    gc.unfreeze()
    sys.modules.pop(NAME, None)


def test_a_library_is_loaded_while_the_collector_rests_and_is_left_alone_ever_after() -> None:
    with first_import(NAME):
        loaded = importlib.import_module(NAME)
    assert not loaded.collecting and gc.isenabled()
    frozen = gc.get_freeze_count()
    assert frozen > len(loaded.parts)
    with first_import(NAME):
        made_since = [[n] for n in range(10_000)]
    assert gc.get_freeze_count() < frozen + len(made_since), "what a second import finds is garbage like any other"


def test_a_library_that_cannot_be_loaded_leaves_the_collector_as_it_was() -> None:
    with pytest.raises(ModuleNotFoundError), first_import("no_such_library"):
        importlib.import_module("no_such_library")
    assert gc.isenabled() and gc.get_freeze_count() == 0


def test_libraries_are_loaded_ahead_in_a_thread_and_one_that_is_not_there_hurts_nobody(tmp_path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "loaded_ahead.py").write_text("import threading\nby = threading.current_thread()\n", encoding="utf-8")
    thread = load_ahead(("not_there_at_all", "loaded_ahead"))
    thread.join(10)
    assert sys.modules.pop("loaded_ahead").by is thread and thread.daemon
