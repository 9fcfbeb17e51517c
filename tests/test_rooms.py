"""Who may import whom: a line of code knows its room by what it imports."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from .parsed_code import parsed

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "seisviewer"

# From the outside in. A room may import any room of a later row; rooms of one row do not know each other.
ROWS = (
    ("__main__",),
    ("app", "cli"),
    ("jobs",),
    ("library",),
    ("workflows",),
    ("learning", "pictures"),
    ("predictions",),
    ("foreign_service",),
    ("networks", "datasets"),
    ("project",),
    ("structure", "catalogue"),
    ("volumes", "waveforms", "picks", "labels"),
    ("guarded_service",),
    ("guarded_files",),
    ("reserved_array", "guarded_process", "blocks"),
    ("checked_file", "reserved_file", "bounded_reading", "array_archive"),
    ("plugins",),
    (
        "progress",
        "stopping",
        "errors",
        "memory",
        "byte_cache",
        "atomic_files",
        "library_loading",
        "safe_xml",
        "file_names",
        "program_end",
        "positioned_access",
        "torchrun_place",
    ),
    ("translation",),
    ("user_folders",),
    ("resources", "__init__"),
)
ROW_OF = {room: row for row, rooms in enumerate(ROWS) for room in rooms}

# The arrows that the rows do not allow.
EXCEPTIONS = {
    ("__init__", "seisviewer.library"): "what `import seisviewer` gives; imported when it is asked for",
    ("__init__", "seisviewer.errors.SeisviewerError"): "the same",
    ("labels", "seisviewer.volumes.geometry"): "a stroke lies in a section of a survey",
    ("picks", "seisviewer.waveforms.station"): "a pick belongs to a station and instrument",
    ("picks", "seisviewer.waveforms.window_times"): "a pick may lie in a window that nobody dated",
    ("cli", "seisviewer.app.exporting.report_pdf"): "a PDF is drawn by Qt, where that is there",
    ("cli", "seisviewer.app.main_window.start"): "the command line opens the window, and imports it only then",
}

# Libraries that belong to certain rooms.
HOMES = {
    "PyQt6": {"app"},
    "pyqtgraph": {"app"},
    "OpenGL": {"app"},
    "torch": {"networks", "learning", "predictions"},
    "segyio": {"volumes"},
    "pyproj": {"volumes", "catalogue"},
    "pyocto": {"catalogue"},
    "eikonalfm": {"catalogue"},
    "zarr": {"volumes"},
    "lasio": {"volumes"},
    "sqlite3": {"project"},
    "obspy": {"waveforms", "picks", "catalogue"},
    "seisbench": {"networks", "datasets", "learning"},
    "typer": {"cli"},
    "rich": {"cli"},
    "psutil": {"memory", "project"},
    "sklearn": {"structure", "learning"},
    "platformdirs": {"user_folders"},
    "lxml": {"safe_xml", "picks"},
    "matplotlib": {"pictures"},
    "packaging": {"workflows"},
    "dask": {"blocks"},
    "distributed": {"blocks"},
    "xarray": {"library"},
}
# Rooms that are imported before anybody asks for training, and the modules in them that only training imports.
WITHOUT_TORCH = (
    "volumes",
    "waveforms",
    "picks",
    "labels",
    "structure",
    "catalogue",
    "pictures",
    "project",
    "jobs",
    "workflows",
    "cli",
    "library",
    "app",
    "progress",
    "stopping",
    "errors",
    "memory",
    "byte_cache",
    "atomic_files",
    "positioned_access",
    "checked_file",
    "reserved_file",
    "reserved_array",
    "user_folders",
    "library_loading",
    "safe_xml",
    "file_names",
    "bounded_reading",
    "array_archive",
)
WITH_TORCH = {
    "seisviewer.workflows.run_folder",
    "seisviewer.workflows.live_run",
    "seisviewer.workflows.round_store",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(node: ast.AST, path: Path) -> Iterator[str]:
    """Full names of what an import statement names; for `from a import b` both a and a.b, as b may be a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            package = path.relative_to(ROOT).parts[: -node.level]
            base = ".".join((*package, base)).rstrip(".")
        yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def imports(path: Path) -> list[tuple[int, str]]:
    return [(node.lineno, name) for node in ast.walk(parsed(path)) for name in imported(node, path)]


@cache
def attributes(path: Path) -> set[str]:
    """What is asked of anything there, as it is written: `os.replace`."""
    return {ast.unparse(node) for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)}


def allowed(importer: str, name: str) -> bool:
    parts = name.split(".")
    room = parts[1] if len(parts) > 1 and parts[1] in ROW_OF else "__init__"
    if room == importer or importer == "__init__" and room == "__init__":
        return True
    if any(importer == who and (name + ".").startswith(what + ".") for who, what in EXCEPTIONS):
        return True
    return ROW_OF[room] > ROW_OF[importer]


def test_every_folder_is_a_known_room() -> None:
    unknown = {room_of(path) for path in modules()} - set(ROW_OF)
    assert not unknown, f"no row for {sorted(unknown)}"


def test_a_room_imports_only_rooms_below_it() -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules()
        for line, name in imports(path)
        if name.split(".")[0] == "seisviewer" and not allowed(room_of(path), name)
    ]
    assert not broken, "\n".join(broken)


def test_a_library_is_imported_only_in_its_rooms() -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules()
        for line, name in imports(path)
        if room_of(path) not in HOMES.get(name.split(".")[0], {room_of(path)})
    ]
    assert not broken, "\n".join(broken)


def test_the_window_is_imported_by_the_command_line_only_when_it_opens() -> None:
    for path in (PACKAGE / "cli").rglob("*.py"):
        names = [name for node in parsed(path).body for name in imported(node, path)]
        assert not [name for name in names if name.startswith("seisviewer.app")], path


@pytest.mark.slow
def test_opening_what_a_stranger_sent_runs_no_code() -> None:
    """No pickle anywhere; only networks/weights.py reads weights, and only weights."""
    for path in modules():
        names = {name.split(".")[0] for _, name in imports(path)}
        assert not names & {"cPickle", "dill", "joblib", "shelve", "marshal"}, path
        of_pickle = {name for name in attributes(path) if name.startswith("pickle.")}
        assert of_pickle <= {"pickle.UnpicklingError"}, f"{path} uses {of_pickle}"
        for call in (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)):
            keywords = {keyword.arg: keyword.value for keyword in call.keywords}
            called = ast.unparse(call.func)
            if called == "torch.load":
                assert path == PACKAGE / "networks" / "weights.py", path
                assert ast.unparse(keywords["weights_only"]) == "True", f"{path}:{call.lineno}"
            if called == "torch.save":
                assert path == PACKAGE / "networks" / "weights.py", path
            if "allow_pickle" in keywords:
                assert ast.unparse(keywords["allow_pickle"]) == "False", f"{path}:{call.lineno}"


def test_learning_touches_no_file() -> None:
    touching = {"open", "np.load", "np.save", "np.savez", "np.savez_compressed", "np.memmap"}
    methods = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "unlink"}
    for path in (PACKAGE / "learning").rglob("*.py"):
        for call in (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)):
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            assert ast.unparse(call.func) not in touching and method not in methods, f"{path}:{call.lineno}"


def test_files_are_put_in_place_in_one_way() -> None:
    """Beside, flushed, then renamed: `atomic_files` does it; a project folder is made whole by `project/creation.py`."""
    allowed_in = {PACKAGE / "atomic_files.py": "os.replace", PACKAGE / "project" / "creation.py": "os.rename"}
    for path in modules():
        assert attributes(path) & {"os.replace", "os.rename", "shutil.move"} <= {allowed_in.get(path)}, path


def test_packaging_stays_a_plain_folder() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would shadow the library named packaging"


def import_with_blocked(blocked: tuple[str, ...], names: list[str]) -> subprocess.CompletedProcess[str]:
    """Import modules in a fresh Python in which the blocked libraries seem not to be installed."""
    program = f"""
import importlib, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"{{name}} is blocked", name=name)
sys.meta_path.insert(0, Blocked())
for name in {names!r}:
    try:
        importlib.import_module(name)
    except ImportError as error:
        sys.exit(f"{{name}}: {{error}}")
"""
    return subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, cwd=ROOT)


def runnable(path: Path) -> bool:
    return path.name != "__main__.py"


def test_everything_but_the_window_runs_without_pyqt() -> None:
    names = [module_name(path) for path in modules() if room_of(path) != "app" and runnable(path)]
    done = import_with_blocked(("PyQt6", "pyqtgraph"), names)
    assert done.returncode == 0, done.stderr


def test_opening_and_browsing_never_imports_torch() -> None:
    rooms = [room for room in WITHOUT_TORCH if room != "app" or importlib.util.find_spec("PyQt6")]
    paths = [path for path in modules() if room_of(path) in rooms and runnable(path)]
    names = [name for name in map(module_name, paths) if name not in WITH_TORCH]
    done = import_with_blocked(("torch",), names)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("importer, name, answer", [
    ("volumes", "seisviewer.labels.stroke", False),
    ("labels", "seisviewer.volumes.geometry", True),
    ("labels", "seisviewer.volumes.segy.segy_volume", False),
    ("learning", "seisviewer.workflows.training", False),
    ("workflows", "seisviewer.learning.sections.live", True),
    ("jobs", "seisviewer.app.section_state", False),
    ("cli", "seisviewer.app.section_state", False),
    ("cli", "seisviewer.app.main_window.start.run", True),
])  # fmt: skip
def test_the_rule_itself(importer: str, name: str, answer: bool) -> None:
    assert allowed(importer, name) is answer
