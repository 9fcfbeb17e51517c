"""Which fonts pictures are written in: names of classes may be Chinese, and not every font has them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cache

LATIN = ("DejaVu Sans",)  # comes with Matplotlib
WIDE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei", "SimSun",
    "PingFang SC", "Hiragino Sans GB", "Heiti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans CJK JP",
    "Droid Sans Fallback", "Arial Unicode MS",
)  # fmt: skip


@cache
def font_families() -> tuple[str, ...]:
    """The fonts to look a letter up in, one after the other; those that this machine has."""
    wide = _wide_fonts()
    if not wide and _new_fonts_found():
        wide = _wide_fonts()
    return (*LATIN, *wide)


def _wide_fonts() -> tuple[str, ...]:
    from matplotlib.font_manager import fontManager

    there = {font.name for font in fontManager.ttflist}
    return tuple(name for name in WIDE if name in there)


def _new_fonts_found() -> bool:
    """Matplotlib keeps its list of fonts for good: tell it of those that were installed since."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {font.fname for font in fontManager.ttflist}
    new = [path for path in findSystemFonts() if path not in known]
    for path in new:
        with suppress(OSError, RuntimeError, ValueError):  # a font that cannot be read is none
            fontManager.addfont(path)
    return bool(new)


def missing_letters(texts: Iterable[str]) -> str:
    """The letters of some texts that no font of this machine can show, each once."""
    letters = sorted({letter for text in texts for letter in text if ord(letter) > 0x2FF})
    if not letters:
        return ""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    fonts = [get_font(findfont(FontProperties(family=[name]))) for name in font_families()]
    return "".join(letter for letter in letters if not any(font.get_char_index(ord(letter)) for font in fonts))
