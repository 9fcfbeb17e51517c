"""`python -m seisviewer` does what the command `seisviewer` does."""

from __future__ import annotations

import sys

from seisviewer.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
