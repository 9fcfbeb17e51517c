"""Pages of the site that are made from the program itself: the start page, all commands with their options, all keys."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
from mkdocs.config.defaults import MkDocsConfig
from typer.main import get_command

os.environ["SEISVIEWER_LANGUAGE"] = "en"  # before anything of it is imported: each page is translated from the English

from seisviewer.app.menus.action_table import GESTURES, TABLE
from seisviewer.cli.main import app
from seisviewer.translation import catalogue

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "zh")
TITLES = {"commands": {"en": "Commands", "zh": "命令参考"}, "keys": {"en": "Keys and gestures", "zh": "快捷键与手势"}}
HEADS = {"en": ("Key", "What it does"), "zh": ("按键", "作用")}
PICTURES = ("section-desk.png", "trace-desk.png")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Called by MkDocs before it looks for pages: those of the Help menu are put beside the generated ones."""
    pages = ROOT / "build" / "pages"
    if Path(config.docs_dir) == pages:  # asked again, for the second language
        return config
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(config.docs_dir, pages)
    for language in LANGUAGES:
        made = {"index": start_page(language), "commands": commands_page(language), "keys": keys_page(language)}
        for name, text in made.items():
            (pages / language / f"{name}.md").write_text(text, encoding="utf-8")
        for name in PICTURES:
            shutil.copy(ROOT / "docs" / name, pages / language / name)
        put_pictures(pages / language, language)
    config.docs_dir = str(pages)
    return config


def put_pictures(folder: Path, language: str) -> None:
    """Those of the help pages beside the pages themselves, where a site looks for them."""
    shutil.copytree(ROOT / "resources" / "help_pictures" / language, folder / "pictures")
    for page in folder.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(f"../../help_pictures/{language}/", "pictures/"), encoding="utf-8")


def start_page(language: str) -> str:
    """The README's part in that language, with its links turned to the pages of the site."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    english, chinese = text.split("## 中文说明", 1)
    text = english if language == "en" else "# seisviewer\n" + chinese
    text = re.sub(r"resources/help/\w+/(\w+\.md)", r"\1", text)
    text = re.sub(r" · \[中文\]\(\w+\.md\)", "", text)
    text = text.replace("[中文说明](#中文说明)\n", "").replace("](docs/", "](")
    return re.sub(r"\[([^\]]+)\]\((?:ARCHITECTURE\.md)\)", r"`\1`", text)


def commands_page(language: str) -> str:
    """Every command with its arguments, options and defaults, as `--help` says them."""
    tr = catalogue(language)
    lines = [f"# {TITLES['commands'][language]}", ""]
    for name, command in walk(get_command(app), "seisviewer"):
        lines += [f"## {name}", "", tr(command.help or "").split("\f")[0].strip(), ""]
        for each in command.params:
            shown = ", ".join(f"`{option}`" for option in each.opts) if each.param_type_name == "option" else f"`{each.name.upper()}`"
            said = " ".join(tr(getattr(each, "help", "") or "").split())
            default = each.default
            if default not in (None, False, "", (), []) and not callable(default) and "--help" not in each.opts:
                said += " " + tr("[default: {}]").format(default)
            if "--help" not in each.opts:
                lines.append(f"- {shown}: {escaped(said)}")
        lines.append("")
    return "\n".join(lines)


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """All commands that do something, depth first, with the words that call them."""
    if not hasattr(command, "commands"):
        yield name, command
        return
    for word, each in sorted(command.commands.items()):
        yield from walk(each, f"{name} {word}")


def keys_page(language: str) -> str:
    """Actions that have a key, by menu, and gestures of the mouse."""
    tr = catalogue(language)
    lines = [f"# {TITLES['keys'][language]}"]
    menu = ""
    for action in TABLE:
        if not action.keys:
            continue
        if (of := action.menu.partition("/")[0]) != menu:
            menu = of
            lines += ["", f"## {tr(menu)}", "", *heads(language)]
        keys = ", ".join(f"`{key}`" for key in action.keys)
        lines.append(f"| {escaped(keys)} | {escaped(tr(action.text))}: {escaped(tr(action.tip))} |")
    lines += ["", f"## {tr('Mouse')}", "", *heads(language)]
    lines += [f"| {escaped(tr(each.hands))} | {escaped(tr(each.tip))} |" for each in GESTURES]
    return "\n".join(lines) + "\n"


def heads(language: str) -> list[str]:
    return ["| " + " | ".join(HEADS[language]) + " |", "|---|---|"]


def escaped(text: str) -> str:
    """Text in a cell of a table or a list, where a bar or an angle bracket would mean something."""
    return text.replace("|", "\\|").replace("<", "&lt;")
