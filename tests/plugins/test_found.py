"""Which plugins are found, that nothing of them is imported before it is used, and what one that fails says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.errors import PluginError, UnreadableFile
from seisviewer.plugins.found import all_plugins, calling, forget, load, loaded, plugins


def test_names_come_from_metadata_and_code_from_use(install) -> None:
    install({"attributes": {"thick": "thick_code:made"}, "unheard": {"a": "b:c"}}, thick_code="made = 5")
    (plugin,) = all_plugins()
    assert (plugin.group, plugin.name, plugin.package) == ("attributes", "thick", "mine 0.3")
    assert "thick_code" not in sys.modules and loaded(plugin) is None
    assert load(plugin) == 5 == loaded(plugin)


@pytest.mark.parametrize("source, said", [
    ("import not_there_at_all", "ModuleNotFoundError: No module named 'not_there_at_all'"),
    ("made = 1 +", "SyntaxError"),
    ("raise RuntimeError('two\\nlines')", "RuntimeError: two lines"),
    ("raise SystemExit(3)", "SystemExit: 3"),
    ("other = 1", "AttributeError"),
])  # fmt: skip
def test_one_that_cannot_be_loaded_is_named_and_left_out(install, source: str, said: str) -> None:
    install({"networks": {"broken": "broken_code:made"}}, broken_code=source)
    plugin = plugins("networks")["broken"]
    for _ in range(2):
        with pytest.raises(PluginError) as caught:
            load(plugin)
        assert "“broken” of mine 0.3 cannot be loaded" in str(caught.value) and said in str(caught.value)
        assert "\n" not in str(caught.value) and plugins("networks") == {}


def test_what_fails_at_a_call_is_one_sentence_and_ours_passes(install) -> None:
    install({"volumes": {"abc": "abc_code:made"}}, abc_code="made = 1")
    plugin = plugins("volumes")["abc"]
    with pytest.raises(PluginError, match="failed at reading a.abc \\(ZeroDivisionError: by nought\\)"):  # noqa: SIM117
        with calling(plugin, "reading a.abc"):
            raise ZeroDivisionError("by nought")
    with pytest.raises(UnreadableFile, match="own words"), calling(plugin, "reading"):
        raise UnreadableFile("In its own words.")


def test_of_two_packages_with_one_name_the_first_counts_and_odd_names_none(install) -> None:
    install({"volumes": {"abc": "one:made"}}, "zebra")
    install({"volumes": {"abc": "two:made"}}, "ant")
    install({"volumes": {"../x": "three:made", "a b": "four:made"}}, "worm")
    assert [each.package for each in all_plugins()] == ["ant 0.3"]


def test_the_folder_that_the_program_is_started_in_names_no_code(
    install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install({"volumes": {"abc": "abc_code:made"}}, abc_code="made = 1")
    assert plugins("volumes")
    monkeypatch.chdir(tmp_path / "site")
    forget()
    assert not plugins("volumes")


def test_damaged_metadata_hurts_nobody(install, tmp_path: Path) -> None:
    install({"volumes": {"abc": "one:made"}}, "good")
    folder = tmp_path / "site" / "bad-1.dist-info"
    folder.mkdir()
    (folder / "entry_points.txt").write_bytes(b"[seisviewer.volumes]\n\xff\xfe =====\n[")
    from seisviewer.plugins import found

    found.forget()
    assert [each.name for each in all_plugins()] == ["abc"]


@pytest.mark.slow
def test_nothing_of_a_plugin_runs_at_the_start_of_a_command(install, tmp_path: Path, small_survey: Path) -> None:
    """In a Python of its own, whose plugins would end it."""
    entries = {
        group: {f"x{group}": "deadly:made"} for group in ("volumes", "networks", "pickers", "attributes", "colormaps")
    }
    install(entries, deadly="raise SystemExit('it ran')")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path / "site")!r})
from seisviewer.cli.main import main
assert main(["plugins"]) == 0 and main(["info", {str(small_survey)!r}]) == 0
assert "deadly" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "xvolumes" in done.stdout


def test_the_list_and_the_check_say_what_is_wrong(install, capsys: pytest.CaptureFixture[str]) -> None:
    install({"attributes": {"flat": "flat_code:made", "rms": "flat_code:made"}}, flat_code="made = lambda a, b: a")
    assert main(["plugins", "--json"]) == 0 and '"flat"' in capsys.readouterr().out
    assert main(["check-plugin", "mine"]) == 1
    said = capsys.readouterr().out
    assert "says no range of its values" in said and "has itself, which goes first" in said
    assert main(["check-plugin", "nobody"]) == 1
    assert "There is no plugin “nobody” (flat, rms)" in capsys.readouterr().err
