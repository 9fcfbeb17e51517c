"""One thread that draws batches ahead of a GPU, and puts them where it can fetch them by itself."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

import torch

DEPTH = 4
Batch = TypeVar("Batch")


def pinned(batch: Batch) -> Batch:
    """A batch (a dataclass) with its tensors in page-locked memory, from which a GPU copies while the host goes on."""
    values = {each.name: getattr(batch, each.name) for each in fields(batch)}
    return replace(
        batch, **{name: value.pin_memory() for name, value in values.items() if isinstance(value, torch.Tensor)}
    )


def ahead(items: Iterable[Any]) -> Generator[Any, None, None]:
    """Yield `items`, drawn up to four ahead in one thread, which ends with this generator; its errors are raised here."""
    box: queue.Queue = queue.Queue(DEPTH)
    stop = threading.Event()

    def put(entry: tuple[str, Any]) -> bool:
        while not stop.is_set():
            try:
                box.put(entry, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def run() -> None:
        try:
            for item in items:
                if not put(("item", item)):
                    return
            put(("end", None))
        except Exception as error:  # noqa: BLE001, raised again in the thread that waits for the batch
            put(("error", error))

    thread = threading.Thread(target=run, name="prefetch", daemon=True)
    thread.start()
    try:
        while True:
            kind, value = box.get()
            if kind == "error":
                raise value
            if kind == "end":
                return
            yield value
    finally:
        stop.set()
        thread.join()
