"""Loading torch beside a running window. Importing this module does not import torch."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path


def load_libraries() -> None:
    """Load torch's shared libraries without holding Python's interpreter lock.

    `import torch` holds the lock while the system loads some hundred megabytes, and the window stands still for 200 ms and
    more. A foreign call gives the lock away, and the import then finds the libraries loaded. Where this cannot be done
    (Windows, an unusual installation), the import loads them itself.
    """
    found = importlib.util.find_spec("torch")
    if "torch" in sys.modules or os.name != "posix" or found is None or not found.submodule_search_locations:
        return
    ending = "dylib" if sys.platform == "darwin" else "so"
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype, dlopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_int]
    for name in ("libtorch_cpu", "libtorch_python"):
        library = Path(found.submodule_search_locations[0]) / "lib" / f"{name}.{ending}"
        if library.exists():
            dlopen(os.fsencode(library), os.RTLD_NOW)


def take_a_step() -> None:
    """A step on one number: torch imports half of itself at the first one, which takes as long as `import torch`."""
    import torch

    number = torch.nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.AdamW([number])
    number.sum().backward()
    optimiser.step()
