"""Names of files made of what strangers wrote stay in their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from seisviewer.file_names import plain_name, safe_name

HOSTILE = (
    "../../x", "/etc/passwd", "..", ".", "", "   ", "...", "a/../../b", "..\\..\\x", "C:\\x", "C:x", "\\\\server\\share",
    "a\0b", "a\nb", "~/x", ".bashrc", "CON", "nul.txt", "Com1", "x" * 5000, "地" * 300, "a:b", "*?<>|\"", "\u202egnp",
    "%2e%2e%2f", "$HOME", "\udcff", "-rf",
)  # fmt: skip


@pytest.mark.parametrize("make", [plain_name, safe_name])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_a_file_of_its_folder(make, text: str, tmp_path: Path) -> None:
    name = make(text)
    file = tmp_path / f"{name}.txt"
    file.write_bytes(b"")
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert name.split(".")[0].upper() not in ("CON", "NUL", "COM1"), "Windows would open a device"
    assert not name.startswith(".") and not set(name) & set('/\\:*?"<>|\0\n')


def test_hostile_names_stay_apart() -> None:
    names = [safe_name(text) for text in HOSTILE]
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize(
    "text", ["CI.CLC..HH", "IU.ANMO.00.BH", "sand", "Vulkan-Schiefer ä", "砂岩", "deleted class 2 (salt)"]
)
def test_an_ordinary_name_stays_as_it_is(text: str) -> None:
    assert safe_name(text) == plain_name(text) == text
