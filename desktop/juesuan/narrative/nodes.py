"""What a narrative template consists of, once read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from juesuan.errors import JuesuanError


class TemplateError(JuesuanError):
    """A narrative template cannot be read; says file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"情况说明模板 {path.parent.name}/{path.name} 第 {line} 行：{reason}")
        self.path, self.line, self.reason = path, line, reason


class At(NamedTuple):
    """Where a node was written: file and line."""

    path: Path
    line: int

    def error(self, reason: str) -> TemplateError:
        """The mistake found here."""
        return TemplateError(self.path, self.line, reason)


@dataclass(frozen=True)
class Words:
    """Text as it stands."""

    text: str


@dataclass(frozen=True)
class Slot:
    """`{名称}` or `{作用:名称}`, the latter with one or two names parted by `/`."""

    action: str
    names: tuple[str, ...]
    at: At


@dataclass(frozen=True)
class Condition:
    """`{若 …}` … `{否则}` … `{完}`; `body` holds inline or block nodes according to where it stands."""

    test: str
    then: tuple[Node, ...]
    otherwise: tuple[Node, ...]
    at: At


@dataclass(frozen=True)
class Each:
    """`{每个 名单 隔“；” 含零 及 201、205}` … `{完}`."""

    name: str
    body: tuple[Node, ...]
    at: At
    separator: str = ""
    zeros: bool = False
    always: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A heading (`level` 0–3) or a paragraph (`level` None) with its key and style."""

    key: str
    runs: tuple[Node, ...]
    at: At
    level: int | None = None
    style: str = "body"


@dataclass(frozen=True)
class Picture:
    """`图 [键] 柱状：题注 = 事实（名称）、…` or `= 每个 名单`."""

    key: str
    kind: str
    caption: tuple[Node, ...]
    items: tuple[tuple[str, str], ...]
    source: str
    at: At


@dataclass(frozen=True)
class Special:
    """A line of its own kind: 封面, 目录, 分页, 名词解释, 名单表, 插入, 表; `argument` is what follows the colon."""

    name: str
    argument: str
    at: At
    runs: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Include:
    """`◎ 键 新标题`: a section of the parent template, with another heading where one is given."""

    key: str
    heading: tuple[Node, ...]
    at: At


Node = Words | Slot | Condition | Each | Line | Picture | Special | Include


@dataclass(frozen=True)
class Source:
    """A template file as read: header settings, body, and pieces that replace the parent's."""

    path: Path
    settings: dict[str, str]
    body: tuple[Node, ...]
    pieces: dict[str, tuple[Node, ...]] = field(default_factory=dict)
