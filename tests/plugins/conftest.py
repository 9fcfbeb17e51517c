from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seisviewer.plugins import found

EXAMPLE = Path(__file__).parent / "example" / "src"
ENTRIES = {
    "volumes": {"plainbox": "seisviewer_example.plain_box:open_plain_box"},
    "networks": {"shallow": "seisviewer_example.shallow_network:ShallowNetwork"},
    "pickers": {"stepwatch": "seisviewer_example.step_picker:make"},
    "attributes": {"roughness": "seisviewer_example.roughness:roughness"},
    "exports": {
        "picks.lines": "seisviewer_example.writers:write_lines",
        "volumes.raw": "seisviewer_example.writers:write_raw",
    },
    "colormaps": {"dusk": "seisviewer_example.colours:DUSK"},
}
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Put the metadata of a package there, as pip does, and its modules (name: source)."""
    place = tmp_path / "site"
    place.mkdir()
    monkeypatch.syspath_prepend(str(place))
    before = set(sys.modules)

    def put(entries: dict[str, dict[str, str]], package: str = "mine", **modules: str) -> None:
        for name, source in modules.items():
            (place / f"{name}.py").write_text(source, encoding="utf-8")
        folder = place / f"{package}-0.3.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.3\n", encoding="utf-8")
        groups = (
            f"[seisviewer.{group}]\n" + "\n".join(f"{name} = {at}" for name, at in named.items())
            for group, named in entries.items()
        )
        (folder / "entry_points.txt").write_text("\n\n".join(groups) + "\n", encoding="utf-8")
        found.forget()

    yield put
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(place)):
            del sys.modules[name]
    monkeypatch.undo()
    found.forget()


@pytest.fixture
def example(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example package as if it were installed."""
    monkeypatch.syspath_prepend(str(EXAMPLE))
    install(ENTRIES, "seisviewer-example")
