"""The window holds no more memory than it uses."""

import os
import sys
import threading

import numpy as np
import pytest

from seisviewer.app.background.freed_memory import FreedMemory
from seisviewer.memory import resident_memory

ARRAY, MANY = 12_000, 2000
FREED = ARRAY * 8 * MANY * 9 // 10


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's allocator returns it when it likes")
def test_what_a_worker_freed_goes_back_to_the_system_while_the_window_is_open(qtbot) -> None:
    kept: list[np.ndarray] = []

    def work() -> None:
        arrays = [np.ones(ARRAY) for _ in range(MANY)]
        kept.extend(arrays[::10])

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    before = resident_memory(os.getpid())
    memory = FreedMemory(interval=20)
    try:
        qtbot.waitUntil(lambda: resident_memory(os.getpid()) < before - FREED // 2, timeout=10_000)
    finally:
        memory.release()
