"""The catalogue of translations: what the code says is collected, and what translators wrote is compiled.

    python packaging/translations.py            collect into resources/translations/*.po, and compile those to .mo
    python packaging/translations.py --check    write nothing; say what is missing, and end with 1 where something is

What is collected: tr("…"); texts and tips of Action and Gesture, and the menus they stand in; values of enumerations; the
docstrings and options of commands, which typer shows as their help; what surveys and records are described by; the words of SEG-Y headers; and the names of the class tables and
colour maps that are shipped.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import re
import string
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
RESOURCES = ROOT / "resources"
FOLDER = RESOURCES / "translations"
LANGUAGES = ("zh",)
# The keys of their dictionaries are shown, with blanks for “_”.
DESCRIBING = (
    "seisviewer/volumes/describe_survey.py",
    "seisviewer/waveforms/describe_records.py",
    "seisviewer/cli/survey_commands.py",
)
HEAD = "# What seisviewer says. A name in braces stands for a value, and may stand elsewhere or be left out."


def collected() -> Catalog:
    """Every text for the user with the files in which it stands, in the order of the files."""
    catalogue = Catalog(project="seisviewer", charset="utf-8", fuzzy=False)
    for path in sorted((ROOT / "seisviewer").rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        for text, context in texts_of(ast.parse(path.read_text(encoding="utf-8"))):
            flags = ["python-brace-format"] if fields(text) else ()
            catalogue.add(text, locations=[(where, 0)], flags=flags, context=context or None)
    for path in DESCRIBING:
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            for key in node.keys if isinstance(node, ast.Dict) else ():
                if key is not None and (text := _constant(key)):
                    catalogue.add(text.replace("_", " "), locations=[(path, 0)])
    for path in sorted((*RESOURCES.glob("classes/*.json"), *RESOURCES.glob("colour_maps/*.json"))):
        shipped = json.loads(path.read_text(encoding="utf-8"))
        for text in (shipped.get("title", ""), *(each["name"] for each in shipped.get("classes", ()))):
            if text:
                catalogue.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return catalogue


def texts_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What one file says, each with its context, "" where it has none."""
    commands = set(_registered(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((text, context) for text, context in _of_call(node) if text)
        elif isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and (text := _constant(line.value)) and re.search("[A-Za-z]{2}", text):
                    yield text, ""
        elif isinstance(node, ast.FunctionDef) and (
            node.name in commands or any(map(_makes_a_command, node.decorator_list))
        ):
            if said := ast.get_docstring(node):
                yield inspect.cleandoc(said), ""


def fields(text: str) -> set[str]:
    """The names of the values that a text has places for."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return set()
    inner = {name for _, _, spec, _ in parts if spec for _, name, _, _ in string.Formatter().parse(spec) if name}
    return {name.partition(".")[0] for _, name, _, _ in parts if name} | inner


def _of_call(node: ast.Call) -> Iterator[tuple[str, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    texts = [_constant(each) for each in node.args]
    if name == "tr" and texts:
        yield texts[0], (*texts, "")[1]
    elif name == "Action" and len(texts) >= 3:
        yield from ((text, "") for text in (*texts[1].split("/"), texts[2], *texts[4:5]))
    elif name in ("Option", "Argument"):
        yield from ((_constant(each.value), "") for each in node.keywords if each.arg in ("help", "rich_help_panel"))
    elif name == "Gesture":
        yield from ((text, "") for text in texts[:2])
    elif name == "_words" and len(texts) == 2:
        for line in texts[1].strip().splitlines():
            yield line.strip().partition(" ")[2].removeprefix("-"), ""


def _registered(tree: ast.Module) -> Iterator[str]:
    """Functions that `app.command(…)(function)` makes commands; they stand in the file that does so, or in one it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_command"):
            yield node.name
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and _makes_a_command(node.func):
            yield from (each.id for each in node.args if isinstance(each, ast.Name))


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _makes_a_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("command", "callback")


def faults(catalogue: Catalog) -> list[str]:
    """What is wrong with a catalogue that was brought up to date: missing, or with places that the code does not fill."""
    found = [f"not translated: {each.id}" for each in catalogue if each.id and not each.string]
    for each in catalogue:
        if each.id and each.string and not fields(str(each.string)) <= fields(str(each.id)):
            found.append(f"other places for values than in “{each.id}”: {each.string}")
    return found


def updated(language: str, wanted: Catalog) -> Catalog:
    """The kept catalogue of a language with what the code says now; what it no longer says is gone."""
    path = FOLDER / f"{language}.po"
    kept = read_po(io.BytesIO(path.read_bytes())) if path.is_file() else Catalog()
    made = Catalog(locale=language, project="seisviewer", header_comment=HEAD, charset="utf-8", fuzzy=False)
    for each in wanted:
        if each.id:
            known = kept.get(each.id, each.context)
            string = known.string if known else ""
            made.add(each.id, string, locations=each.locations, flags=each.flags, context=each.context)
    return made


def written(catalogue: Catalog) -> bytes:
    """As a .po file, without numbers of lines, which change where nothing does."""
    out = io.BytesIO()
    write_po(out, _undated(catalogue), width=120, include_lineno=False)
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """As the .mo file that the program reads."""
    out = io.BytesIO()
    write_mo(out, _undated(catalogue))
    return out.getvalue()


def _undated(catalogue: Catalog) -> Catalog:
    """Of no time, so that the same texts make the same files."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return catalogue


def main(check: bool) -> int:
    wanted, found = collected(), []
    for language in LANGUAGES:
        catalogue = updated(language, wanted)
        found += [f"{language}: {each}" for each in faults(catalogue)]
        texts = {FOLDER / f"{language}.po": written(catalogue)}
        texts[FOLDER / f"{language}.mo"] = compiled(read_po(io.BytesIO(texts[FOLDER / f"{language}.po"])))
        for path, content in texts.items():
            if check and (not path.is_file() or path.read_bytes() != content):
                found.append(f"{path.name} is not up to date: run packaging/translations.py")
            elif not check:
                path.write_bytes(content)
    print(f"{len(wanted)} texts; {len(found)} faults", *found, sep="\n  ")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
