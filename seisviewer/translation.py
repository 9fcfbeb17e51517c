"""The language of what the program says to its user: English as it is written in the code, or a catalogue of translations.

`tr("…")` gives a sentence in the language of the user; a sentence with places for values is whole, `tr("{count} picks of
{name}").format(count=…, name=…)`, so that another language may order it as it likes. A word that means different things in
different places has a second argument, `tr("Phase", "seismology")`. The language is that of the whole process, known before the first sentence is made: tables of modules can be translated where they stand. What is written into
files for other programs, and what the program compares, is never translated.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from seisviewer.user_folders import user_config_folder

VARIABLE = "SEISVIEWER_LANGUAGE"
ENGLISH = "en"
# Each by its own name, as one looks for one's language.
LANGUAGES = {ENGLISH: "English", "zh": "简体中文"}
TRADITIONAL = ("zh_tw", "zh_hk", "zh_mo", "zh_hant", "chinese_taiwan", "chinese_hong_kong", "chinese_macao")


def chosen_language() -> str:
    """The language that the user has chosen in the window, "" for that of the system."""
    try:
        chosen = _choice().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return chosen if chosen in LANGUAGES else ""


def choose_language(language: str) -> None:
    """Keep a language of LANGUAGES, "" for that of the system, for what is started from now on. Raises OSError."""
    _choice().parent.mkdir(parents=True, exist_ok=True)
    _choice().write_text(language + "\n", encoding="utf-8")


def system_language() -> str:
    """That of LANGUAGES in which the system speaks, English where it has none of them. Systems in Traditional Chinese get
    English: the signs and terms of the translation are those of the mainland, which is for the user to choose."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            said = os.environ[name]
            break
    else:
        said = locale.getlocale()[0] or ""
    said = said.lower().replace("-", "_")
    traditional = said.startswith(TRADITIONAL) or "traditional" in said
    return "zh" if said.startswith(("zh", "chinese")) and not traditional else ENGLISH


def language_in_use() -> str:
    """A key of LANGUAGES: what SEISVIEWER_LANGUAGE says, else what the user chose, else the system's."""
    said = os.environ.get(VARIABLE, "").lower().replace("-", "_").partition("_")[0]
    return said if said in LANGUAGES else chosen_language() or system_language()


def _choice() -> Path:
    return user_config_folder() / "language"


def catalogue(language: str) -> Callable[..., str]:
    """What gives a text, with or without its context, in a language of LANGUAGES."""
    if language == ENGLISH:
        return _as_written
    with resources.files("seisviewer.resources").joinpath("translations", f"{language}.mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)

    def translated(text: str, context: str = "") -> str:
        if not text:  # "" is the head of a catalogue
            return text
        return translations.pgettext(context, text) if context else translations.gettext(text)

    return translated


def _as_written(text: str, context: str = "") -> str:
    return text


LANGUAGE = language_in_use()
tr = catalogue(LANGUAGE)
