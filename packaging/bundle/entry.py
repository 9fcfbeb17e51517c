"""Where the program of the bundle starts."""

import multiprocessing

multiprocessing.freeze_support()  # a process that it starts for blocks comes by here too, and goes no further

from seisviewer.__main__ import run  # noqa: E402

run()
