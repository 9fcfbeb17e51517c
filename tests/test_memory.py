"""Memory that was freed goes back to the system, and a small machine keeps less."""

import subprocess
import sys

import pytest

from seisviewer import memory

# Arrays made by a thread, of which every tenth stays: what lies between them is free, but no end of the heap is.
SCRIPT = """
import os, threading
import numpy as np
from seisviewer.memory import release_freed_memory, resident_memory

kept = []

def work():
    arrays = [np.ones(12_000) for _ in range(2000)]
    kept.extend(arrays[::10])

worker = threading.Thread(target=work)
worker.start()
worker.join()
before = resident_memory(os.getpid())
release_freed_memory()
print(before - resident_memory(os.getpid()))
"""
FREED = 2000 * 12_000 * 8 * 9 // 10


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's allocator returns it when it likes")
def test_what_lies_free_between_arrays_that_stay_goes_back_to_the_system() -> None:
    returned = int(subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout)
    assert returned > FREED // 2


@pytest.mark.parametrize("machine, found", [(64 << 30, 2 << 30), (12 << 30, 1 << 30)])
def test_a_small_machine_keeps_less(monkeypatch, machine, found):
    monkeypatch.setattr(memory, "total_memory", lambda: machine)
    assert memory.at_most(2 << 30, 1 / 12) == found
