"""What every file of the tests that ObsPy installs gives when it is opened: a table in Markdown.

    python tests/benchmarks/odd_waveforms.py [FOLDER]

Ends with an error if a file gives anything but records or one sentence.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from pathlib import Path

import obspy

from seisviewer.errors import UnreadableFile
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Archive

METADATA = "station metadata"
FOREIGN = "neither waveforms nor station metadata"


def main() -> None:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(obspy.__file__).parent
    files = sorted(path for path in root.glob("**/*") if path.is_file() and "data" in path.relative_to(root).parts[:-1])
    kinds: dict[str, Counter[str]] = {}
    sentences, crashes = [], 0
    for path in files:
        name = path.relative_to(root)
        kind = "/".join(name.parts[:2])
        notices: list[str] = []
        try:
            archive = opened(path, notices)
            outcome = "opened with a notice" if notices else "opened"
            sentences += [(str(name), f"{short(archive)} — {notice}") for notice in notices]
        except UnreadableFile as error:
            text = str(error)
            outcome = METADATA if METADATA + " and no" in text else "not of this kind" if FOREIGN in text else "refused"
            if outcome == "refused":
                sentences.append((str(name), text))
        except Exception:  # noqa: BLE001 - what this script looks for
            traceback.print_exc()
            outcome, crashes = "traceback", crashes + 1
        kinds.setdefault(kind, Counter())[outcome] += 1
    columns = ("opened", "opened with a notice", METADATA, "not of this kind", "refused", "traceback")
    print(f"{len(files)} files\n\n| from | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    for kind, outcomes in kinds.items():
        print(f"| {kind} | " + " | ".join(str(outcomes[column] or "") for column in columns) + " |")
    total = sum(kinds.values(), Counter())
    print(
        "| all | " + " | ".join(str(total[column]) for column in columns) + " |\n\n| file | what is said |\n|---|---|"
    )
    for name, text in sentences:
        print(f"| {name} | {text.replace('|', '/')} |")
    sys.exit(1 if crashes else 0)


def opened(path: Path, notices: list[str]) -> Archive:
    return drive(
        read_waveforms([path]), lambda event: notices.append(event.text) if isinstance(event, Notice) else None
    )


def short(archive: Archive) -> str:
    return f"{len(archive.records)} record" + ("" if len(archive.records) == 1 else "s")


if __name__ == "__main__":
    main()
