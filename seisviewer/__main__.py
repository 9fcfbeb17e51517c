"""`python -m seisviewer` does what the command `seisviewer` does; a program in one bundle starts its readers with it too."""

from __future__ import annotations

import sys

from seisviewer.guarded_process import SERVICE_OPTION


def main() -> int:
    """Run a command line, or serve as the child process that reads foreign files; returns the exit code."""
    if sys.argv[1:] == [SERVICE_OPTION]:
        from seisviewer import foreign_service

        foreign_service.main()
        return 0
    from seisviewer.cli import main as command_line

    return command_line.main()


if __name__ == "__main__":
    sys.exit(main())
