"""The program: the command `seisviewer`, `python -m seisviewer`, and a program in one bundle, which starts its readers
with it."""

from __future__ import annotations

import os
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
    paths = window_paths(sys.argv[1:])
    code = None if paths is None else _window(paths)
    if code is not None:
        return code
    from seisviewer.cli import main as command_line

    return command_line.main()


def window_paths(arguments: list[str]) -> list[str] | None:
    """What the window is to open, where it is asked for and nothing else, so that it need not wait for all other commands to
    be imported; None where the command line has to look. A first word with neither “.” nor a separator may be a command."""
    paths = arguments[1:] if arguments[:1] == ["open"] else arguments
    is_path = not paths or paths is not arguments or "." in paths[0] or os.sep in paths[0]
    there = all(not each.startswith("-") and os.path.exists(each) for each in paths)
    return list(paths) if is_path and there else None


def _window(paths: list[str]) -> int | None:
    """Run the window; None where it cannot be, of which the command line says why."""
    from seisviewer.library_loading import first_import
    from seisviewer.workflows.installation.screen import has_screen

    if not has_screen():
        return None
    try:
        with first_import("seisviewer.app.main_window.start"):
            from seisviewer.app.main_window.start import run
    except ImportError:
        return None
    try:
        return run(paths)
    except Exception as error:  # noqa: BLE001 - the top of the program: a defect is one sentence too
        from seisviewer.cli.main import fail_with

        return fail_with(error)


if __name__ == "__main__":
    run()
