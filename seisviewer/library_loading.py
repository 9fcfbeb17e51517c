"""Large libraries are loaded beside the window without Python's collector of cyclic garbage looking through them."""

from __future__ import annotations

import gc
import logging
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module

# What the window is opened without, and first gestures need: loaded once it stands.
AHEAD = (
    "scipy.sparse.linalg",
    "scipy.spatial",
    "scipy.interpolate",
    "scipy.signal",
    "pyproj",
    "obspy.clients.fdsn",
)
PAUSE = 0.05  # seconds between two of them, for the window
log = logging.getLogger(__name__)


def load_ahead(names: tuple[str, ...] = AHEAD) -> threading.Thread:
    """Load libraries one after the other in a thread of their own, which the program does not wait for at its end."""

    def load() -> None:
        for name in names:
            time.sleep(PAUSE)
            try:
                with first_import(name):
                    import_module(name)
            except ImportError as error:  # whoever needs it says so
                log.info("%s is not loaded ahead: %s", name, error)

    thread = threading.Thread(target=load, name="loading libraries ahead", daemon=True)
    thread.start()
    return thread


@contextmanager
def first_import(name: str) -> Generator[None, None, None]:
    """Round the import of a module: while it is loaded the collector rests, and leaves alone ever after what was loaded.

    A search through the 300,000 objects of torch would stop every thread for 400 ms, in the middle of training too.
    Where the module is loaded already this does nothing.
    """
    if name in sys.modules:
        yield
        return
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
