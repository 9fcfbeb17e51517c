"""Large libraries are loaded beside the window without Python's collector of cyclic garbage looking through them."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager


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
