"""Finding a province's template for a year, and resolving what it inherits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from juesuan.narrative.nodes import Condition, Each, Include, Line, Node, Picture, Source, Special, TemplateError
from juesuan.narrative.syntax import read_source
from juesuan.provinces import provinces
from juesuan.resources import resource

PROVINCES = provinces()
"""Province names as the command line and as 说明资料 say them."""

__all__ = ["PROVINCES", "Template", "TemplateError", "load_template", "template_paths"]


@dataclass(frozen=True)
class Template:
    """A template with everything inherited in place: settings and body."""

    province: str
    year: int
    path: Path
    settings: dict[str, str]
    body: tuple[Node, ...]


def template_paths(home: Path | None = None) -> dict[tuple[str, int], Path]:
    """Every template file by province and year."""
    home = home or resource("narrative")
    return {(path.parent.name, int(path.stem)): path for path in sorted(home.glob("*/*.txt")) if path.stem.isdigit()}


def load_template(province: str, edition: int | None, home: Path | None = None) -> Template:
    """The province's newest template not later than `edition` (its oldest where all are later). Raises TemplateError."""
    paths = template_paths(home)
    years = sorted(year for name, year in paths if name == province)
    if not years:
        raise TemplateError((home or resource("narrative")) / province / "*.txt", 0, f"没有“{province}”的情况说明模板")
    fitting = [year for year in years if edition is None or year <= edition] or years[:1]
    return _resolved(paths[province, fitting[-1]], ())


@cache
def _read(path: Path, _changed: int) -> Source:
    return read_source(path)


def _resolved(path: Path, below: tuple[Path, ...]) -> Template:
    if path in below:
        raise TemplateError(path, 0, "模板的“继承”绕成了圈")
    source = _read(path, path.stat().st_mtime_ns)
    parent = _parent(source, below)
    settings = {**(parent.settings if parent else {}), **source.settings}
    body = source.body or (parent.body if parent else ())
    body = _included(body, parent)
    body, used = _rewritten(body, {key: _included(piece, parent) for key, piece in source.pieces.items()})
    unknown = sorted(set(source.pieces) - used)
    if unknown:
        raise TemplateError(path, 0, f"改写的“{unknown[0]}”在继承来的模板里没有这个键")
    return Template(path.parent.name, int(path.stem), path, settings, body)


def _parent(source: Source, below: tuple[Path, ...]) -> Template | None:
    name = source.settings.get("继承", "")
    if not name:
        return None
    known = {f"{province}/{year}": path for (province, year), path in template_paths(source.path.parents[1]).items()}
    path = known.get(name)
    if path is None:
        raise TemplateError(source.path, 0, f"继承的模板“{name}”不存在；写法如 national/2019")
    return _resolved(path, (*below, source.path))


def _included(body: tuple[Node, ...], parent: Template | None) -> tuple[Node, ...]:
    """The body with every `◎ 键` replaced by the parent's section."""
    found: list[Node] = []
    for node in body:
        if isinstance(node, Include):
            section = _section(parent.body, node.key) if parent else ()
            if not section:
                raise node.at.error(f"继承来的模板里没有叫“{node.key}”的节")
            head = section[0]
            found.append(replace(head, runs=node.heading) if node.heading and isinstance(head, Line) else head)
            found.extend(section[1:])
        else:
            found.append(node)
    return tuple(found)


def _section(body: tuple[Node, ...], key: str) -> tuple[Node, ...]:
    """The heading called `key` and what stands under it, or the single piece called `key`."""
    start = next((index for index, node in enumerate(body) if isinstance(node, Line | Picture) and node.key == key), None)
    if start is None:
        return ()
    head = body[start]
    if not isinstance(head, Line) or head.level is None:
        return (head,)
    end = start + 1
    while end < len(body) and not _closes(body[end], head.level):
        end += 1
    while (last := body[end - 1]) and isinstance(last, Special) and last.name == "分页":
        end -= 1
    return body[start:end]


def _closes(node: Node, level: int) -> bool:
    return isinstance(node, Line) and node.level is not None and node.level <= level


def _rewritten(body: tuple[Node, ...], pieces: dict[str, tuple[Node, ...]]) -> tuple[tuple[Node, ...], set[str]]:
    """The body with rewritten pieces in place, and the keys that were found. A heading's piece replaces its whole section."""
    found: list[Node] = []
    used: set[str] = set()
    index = 0
    while index < len(body):
        node = body[index]
        key = node.key if isinstance(node, Line | Picture) else ""
        if key in pieces:
            found.extend(pieces[key])
            used.add(key)
            index += len(_section(body[index:], key))
            continue
        found.append(_inside(node, pieces, used))
        index += 1
    return tuple(found), used


def _inside(node: Node, pieces: dict[str, tuple[Node, ...]], used: set[str]) -> Node:
    if isinstance(node, Condition):
        then, first = _rewritten(node.then, pieces)
        otherwise, second = _rewritten(node.otherwise, pieces)
        used |= first | second
        return replace(node, then=then, otherwise=otherwise)
    if isinstance(node, Each):
        inner, first = _rewritten(node.body, pieces)
        used |= first
        return replace(node, body=inner)
    return node
