"""Blocks on a cluster, by Dask: its scheduler hands them out, and hands out anew those of a worker that was lost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from seisviewer.blocks.block import Block, Outcome, Runs, run_block
from seisviewer.errors import BadRequest, SeisviewerError
from seisviewer.progress import Notice
from seisviewer.translation import tr

POLL = 0.2  # s
PATIENCE = 20.0  # s for a scheduler to answer
LOOK = 2.0  # s between two looks at its workers
LONELY = 10.0  # s without workers before that is said
AT_ONCE = 2000  # blocks that the scheduler knows of


def run_on_cluster(blocks: Sequence[Block], address: str) -> Runs:
    """Raises BadRequest where nobody answers at the address, and SeisviewerError where workers die of a block."""
    client = _connected(address)
    try:
        yield from _run(client, blocks, address)
    finally:
        client.close(timeout=PATIENCE)  # what this client asked for and is not done is taken back


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise BadRequest(tr("--scheduler needs Dask: install it with pip install 'seisviewer[cluster]'.")) from error
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False, name="seisviewer")
    except (OSError, ValueError, RuntimeError) as error:
        raise BadRequest(
            tr("No Dask scheduler answers at {address}: start one, or correct the address.").format(address=address)
        ) from error


def _run(client: Any, blocks: Sequence[Block], address: str) -> Runs:
    from distributed import as_completed

    numbers: dict[str, int] = {}
    waiting = iter(range(len(blocks)))
    finished = as_completed([], loop=client.loop)
    watch = _Watch(client, address)

    def hand_over() -> bool:
        number = next(waiting, None)
        if number is None:
            return False
        block = blocks[number]
        # pure=False: the same call twice is two blocks. One that a worker died of thrice is given up by Dask.
        future = client.submit(run_block, block.operation, dict(block.arguments), pure=False)
        numbers[future.key] = number
        finished.add(future)
        return True

    while len(numbers) < AT_ONCE and hand_over():
        pass
    while numbers:
        if not finished.has_ready():
            yield watch.look()
            time.sleep(POLL)
            continue
        for future in finished.next_batch(block=False):
            number = numbers.pop(future.key)
            outcome = _outcome(future)
            future.release()
            hand_over()
            yield number, outcome


def _outcome(future: Any) -> Outcome:
    from distributed import KilledWorker

    if future.status == "cancelled":
        raise SeisviewerError(tr("The Dask scheduler is lost: start it again and repeat the command, which goes on."))
    try:
        return Outcome(*future.result())
    except KilledWorker as error:
        raise SeisviewerError(
            tr(
                "Several Dask workers died of the same block, perhaps for want of memory: give them "
                "more, and fewer threads."
            )
        ) from error
    except ImportError as error:
        raise SeisviewerError(
            tr("The Dask workers lack seisviewer ({error}): install it where they run.").format(error=error)
        ) from error


class _Watch:
    """Says once where there are no workers, and notices a scheduler that is gone."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._had_some = time.monotonic()
        self._next = 0.0
        self._has_said = False

    def look(self) -> Notice | None:
        if self._client.status not in ("running", "connecting"):
            raise SeisviewerError(
                tr(
                    "The Dask scheduler at {address} is lost: start it again and repeat the command, which goes on."
                ).format(address=self._address)
            )
        now = time.monotonic()
        if now < self._next:
            return None
        self._next = now + LOOK
        try:
            workers = self._client.scheduler_info().get("workers")
        except (OSError, RuntimeError, TimeoutError):
            return None  # it tries to connect again, and gives its work up where it cannot
        if workers:
            self._had_some, self._has_said = now, False
        elif now - self._had_some > LONELY and not self._has_said:
            self._has_said = True
            return Notice(
                tr("The Dask scheduler at {address} has no workers: waiting for some.").format(address=self._address)
            )
        return None
