"""The program: the command `seisviewer`, `python -m seisviewer`, and a program in one bundle, which starts its readers
with it."""

from __future__ import annotations

import sys
from typing import NoReturn

from seisviewer.program_end import INTERRUPTED, SENTENCE, Interrupted, end_on_interrupt, leave


def run() -> NoReturn:
    """Run the command line of this process, whose exit code it ends with."""
    end_on_interrupt()  # before anything large is imported
    try:
        code = _run()
    except Interrupted:
        print(SENTENCE, file=sys.stderr)
        code = INTERRUPTED
    leave(code)


def _run() -> int:
    from seisviewer.guarded_process import SERVICE_OPTION
    from seisviewer.workflows.installation.screen import SCREEN_OPTION

    if sys.argv[1:] == [SERVICE_OPTION]:
        from seisviewer import foreign_service

        foreign_service.main()
        return 0
    if sys.argv[1:] == [SCREEN_OPTION]:
        from seisviewer.app import screen_check

        return screen_check.main()
    from seisviewer.cli import main as command_line

    return command_line.main()


if __name__ == "__main__":
    run()
