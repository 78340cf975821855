"""The template language: lines and slots read into plain nodes. No code is ever run; the guide is resources/narrative/写法说明.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from juesuan.narrative.nodes import At, Condition, Each, Include, Line, Node, Picture, Slot, Source, Special, TemplateError, Words

_TAG = re.compile(r"\{([^{}]*)\}")
_HEADING = re.compile(r"(={1,4})\s*(?:\[([^\]]+)\])?\s*(.*)")
_PARAGRAPH = re.compile(r"\[([^\]\s]+)(?:\s+([^\]]+))?\]\s*(.*)")
_PICTURE = re.compile(r"图\s*\[([^\]]+)\]\s*(柱状|饼状)[：:](.*?)\s*[=＝]\s*(.+)")
_INCLUDE = re.compile(r"◎\s*(\S+)\s*(.*)")
_SPECIAL = re.compile(r"(封面|目录|分页|名词解释|名单表|插入|表|附表)(?:[：:](.*))?")
_ITEM = re.compile(r"([^（、]+)(?:（([^）]*)）)?")
_SETTING = re.compile(r"(\S+?)[：:]\s*(.*)")
_STYLES = {"居中": "center", "落款": "signature", "注": "note", "顶格": "plain"}


class _Reader:
    """Lines of one file, read one after another."""

    def __init__(self, path: Path, lines: Iterable[tuple[int, str]]) -> None:
        self.lines = [(At(path, at), text.strip()) for at, text in lines]
        self.place = 0
        self.section = "正文"
        self.counter = 0

    def block(self, opened: At | None = None) -> tuple[tuple[Node, ...], str]:
        """Nodes up to the end, or to `{否则}` or `{完}` when a block is open; and which of them ended it."""
        nodes: list[Node] = []
        while self.place < len(self.lines):
            at, text = self.lines[self.place]
            self.place += 1
            if not text or text.startswith("#"):
                continue
            tag = _TAG.fullmatch(text)
            word = tag.group(1).strip() if tag else ""
            if word in ("否则", "完"):
                if not opened:
                    raise at.error(f"多出一个 {{{word}}}，前面没有对应的 {{若 …}} 或 {{每个 …}}")
                return tuple(nodes), word
            nodes.append(self.opened(word, at) if word.startswith(("若 ", "每个 ")) else self.line(text, at))
        if opened:
            raise opened.error("这里打开的 {若 …} 或 {每个 …} 没有 {完}")
        return tuple(nodes), ""

    def opened(self, word: str, at: At) -> Node:
        """A condition or loop over whole paragraphs."""
        then, end = self.block(at)
        if word.startswith("每个 "):
            if end == "否则":
                raise at.error("{每个 …} 里不能有 {否则}")
            return _each(word, then, at)
        otherwise: tuple[Node, ...] = ()
        if end == "否则":
            otherwise, end = self.block(at)
        if end == "否则":
            raise at.error("一个 {若 …} 只能有一个 {否则}")
        return Condition(word[2:].strip(), then, otherwise, at)

    def line(self, text: str, at: At) -> Node:
        """One line that is no block tag."""
        if found := _HEADING.fullmatch(text):
            self.section, self.counter = found.group(2) or found.group(3), 0
            return Line(self.section, self.inline(found.group(3), at), at, len(found.group(1)) - 1)
        if found := _PICTURE.fullmatch(text):
            return self.picture(found, at)
        if found := _INCLUDE.fullmatch(text):
            return Include(found.group(1), self.inline(found.group(2), at), at)
        if found := _SPECIAL.fullmatch(text):
            return Special(found.group(1), found.group(2) or "", at, self.inline(found.group(2) or "", at))
        return self.paragraph(text, at)

    def paragraph(self, text: str, at: At) -> Line:
        found = _PARAGRAPH.fullmatch(text)
        if not found:
            self.counter += 1
            return Line(f"{self.section}.{self.counter}", self.inline(text, at), at)
        style = found.group(2) or ""
        if style and style not in _STYLES:
            raise at.error(f"不认识的段落样式“{style}”，可用：{'、'.join(_STYLES)}")
        return Line(found.group(1), self.inline(found.group(3), at), at, style=_STYLES.get(style, "body"))

    def picture(self, found: re.Match[str], at: At) -> Picture:
        key, kind, caption, data = found.groups()
        if data.startswith("每个 "):
            return Picture(key, kind, self.inline(caption, at), (), data[3:].strip(), at)
        items = tuple((name.strip(), label or name.strip()) for name, label in _ITEM.findall(data))
        return Picture(key, kind, self.inline(caption, at), items, "", at)

    def inline(self, text: str, at: At) -> tuple[Node, ...]:
        """Words and slots of one line."""
        if text.count("{") != text.count("}"):
            raise at.error("花括号 { } 不成对")
        pieces = _TAG.split(text)
        nodes, rest = _inline(pieces, 0, at, inside=False)
        return nodes if rest >= len(pieces) else ()


def _inline(pieces: list[str], start: int, at: At, *, inside: bool) -> tuple[tuple[Node, ...], int]:
    """Nodes from piece `start` (even: words, odd: tags) up to the closing tag; and the index of that tag."""
    nodes: list[Node] = []
    index = start
    while index < len(pieces):
        if index % 2 == 0:
            nodes.extend([Words(pieces[index])] if pieces[index] else [])
            index += 1
            continue
        tag = pieces[index].strip()
        if tag in ("否则", "完"):
            if not inside:
                raise at.error(f"多出一个 {{{tag}}}")
            return tuple(nodes), index
        if tag.startswith(("若 ", "每个 ")):
            node, index = _inline_block(pieces, index, at)
            nodes.append(node)
        else:
            nodes.append(_slot(tag, at))
            index += 1
    if inside:
        raise at.error("这一行里的 {若 …} 或 {每个 …} 没有 {完}")
    return tuple(nodes), index


def _inline_block(pieces: list[str], index: int, at: At) -> tuple[Node, int]:
    tag = pieces[index].strip()
    then, index = _inline(pieces, index + 1, at, inside=True)
    otherwise: tuple[Node, ...] = ()
    if pieces[index].strip() == "否则":
        if tag.startswith("每个 "):
            raise at.error("{每个 …} 里不能有 {否则}")
        otherwise, index = _inline(pieces, index + 1, at, inside=True)
    if pieces[index].strip() != "完":
        raise at.error("一个 {若 …} 只能有一个 {否则}")
    node = _each(tag, then, at) if tag.startswith("每个 ") else Condition(tag[2:].strip(), then, otherwise, at)
    return node, index + 1


def _slot(tag: str, at: At) -> Slot:
    action, colon, names = tag.replace("：", ":").partition(":")
    if not colon:
        action, names = "", action
    parts = tuple(name.strip() for name in names.split("/"))
    if not all(parts):
        raise at.error(f"空的花括号 {{{tag}}}")
    return Slot(action.strip(), parts, at)


def _each(tag: str, body: tuple[Node, ...], at: At) -> Each:
    separator = re.search(r"隔“([^”]*)”", tag)
    always = re.search(r"及\s+(\S+)", tag)
    name = tag[3:].split(maxsplit=1)[0]
    return Each(
        name, body, at, separator.group(1) if separator else "", "含零" in tag, tuple(always.group(1).split("、")) if always else ()
    )


def read_source(path: Path) -> Source:
    """A template file parsed. Raises TemplateError."""
    try:
        lines = list(enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1))
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(path, 0, f"读不出来（{error}）；文件应是 UTF-8 文本") from error
    settings, start = _settings(path, lines)
    rewrite = next((index for index, (_, text) in enumerate(lines) if text.strip() in ("改写：", "改写:")), len(lines))
    body = _Reader(path, lines[start:rewrite]).block()[0] if start <= rewrite else ()
    return Source(path, settings, body, _pieces(path, lines[rewrite + 1 :]))


def _settings(path: Path, lines: list[tuple[int, str]]) -> tuple[dict[str, str], int]:
    """The `名称：值` lines at the top, and the index of the first line of the body."""
    settings: dict[str, str] = {}
    for index, (number, raw) in enumerate(lines):
        text = raw.strip()
        if text in ("正文：", "正文:"):
            return settings, index + 1
        if text in ("改写：", "改写:"):
            return settings, index
        if not text or text.startswith("#"):
            continue
        found = _SETTING.fullmatch(text)
        if not found:
            raise TemplateError(path, number, f"文件开头应是“名称：值”的设置，或者“正文：”“改写：”，这里是“{text[:20]}”")
        settings[found.group(1)] = found.group(2)
    return settings, len(lines)


def _pieces(path: Path, lines: list[tuple[int, str]]) -> dict[str, tuple[Node, ...]]:
    """The pieces after 改写：, each opened by `@ 键`."""
    pieces: dict[str, list[tuple[int, str]]] = {}
    key = ""
    for number, raw in lines:
        text = raw.strip()
        if text.startswith("@"):
            key = text[1:].strip()
            if not key or key in pieces:
                raise TemplateError(path, number, "@ 后面要写被改写段落的键，同一个键只能写一次")
            pieces[key] = []
        elif key:
            pieces[key].append((number, raw))
        elif text and not text.startswith("#"):
            raise TemplateError(path, number, "改写的内容前面要有一行 @ 键")
    return {name: _Reader(path, content).block()[0] for name, content in pieces.items()}
