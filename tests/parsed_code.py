"""Code as trees, each file parsed once."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    """The tree of a file. The collector of garbage rests meanwhile: what it runs may parse too, after which CPython 3.11
    says “AST constructor recursion depth mismatch”."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    finally:
        if collecting:
            gc.enable()
