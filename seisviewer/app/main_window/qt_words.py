"""What Qt says by itself, in the language of everything else: its own translations, and the few words that they lack."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from seisviewer.translation import LANGUAGE

LOCALES = {"zh": QLocale(QLocale.Language.Chinese, QLocale.Country.China)}
# By context and English; Qt changed them after they were last translated.
LACKING = {
    "zh": {
        ("QFileDialog", "&Look in:"): "查找范围(&L)：",
        ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    }
}


class LackingWords(QTranslator):
    """Words of Qt that its translations lack, for any language of `LACKING`."""

    def __init__(self, language: str, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._words = LACKING[language]

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return self._words.get((context, text))

    def isEmpty(self) -> bool:
        return False


def translate_qt(app: QCoreApplication, language: str = LANGUAGE) -> tuple[QTranslator, ...]:
    """Have the buttons, menus and dialogs that Qt brings speak a language; English is its own. Returns what was installed."""
    if language not in LOCALES:
        return ()
    found, lacking = QTranslator(app), LackingWords(language, app)
    if found.load(LOCALES[language], "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(found)
    app.installTranslator(lacking)
    return found, lacking
