"""Reading every template for mistakes without a workbook: unknown names, unclosed parts, wrong actions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from juesuan.narrative.annexes import INSERTED, PLACES
from juesuan.narrative.catalogue import Catalogue, load_catalogue
from juesuan.narrative.inputs import load_inputs
from juesuan.narrative.nodes import At, Condition, Each, Line, Node, Picture, Slot, Special, TemplateError
from juesuan.narrative.templates import load_template, template_paths
from juesuan.narrative.writing import ACTIONS

_GENERAL = frozenset({"年度", "上年", "单位", "序", "组序", "汉字序"})
_FACT_LOCALS = frozenset({"名称", "金额", "占比"})
_SUBJECT_LOCALS = frozenset(
    {"名称", "编码", "类名称", "款名称", "类编码", "款编码", "项数", "决算", "基本", "项目", "年初预算", "全年预算", "占比", "原因", "用途"}
)
_COMPARISON = re.compile(r"\s*(?:<>|>=|<=|≠|≥|≤|=|<|>)\s*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a template file, where, and why."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"情况说明模板 {self.path.parent.name}/{self.path.name} 第 {self.line} 行：{self.reason}"


def check_templates(home: Path | None = None) -> tuple[Mistake, ...]:
    """Every mistake of the templates under `home` (the shipped ones by default), each once."""
    found: dict[Mistake, None] = {}
    for province, year in template_paths(home):
        try:
            template = load_template(province, year, home)
        except TemplateError as error:
            found[Mistake(error.path, error.line, error.reason)] = None
            continue
        for mistake in _Checker(load_catalogue()).nodes(template.body, frozenset()):
            found[mistake] = None
    return tuple(found)


class _Checker:
    """Walks a template knowing which names a place may use."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.known = _GENERAL | catalogue.facts.keys() | load_inputs().keys() | {f"{INSERTED}.{place}" for place in PLACES}

    def nodes(self, nodes: Iterable[Node], local: frozenset[str]) -> Iterator[Mistake]:
        for node in nodes:
            if isinstance(node, Condition):
                yield from self.condition(node, local)
                yield from self.nodes((*node.then, *node.otherwise), local)
            elif isinstance(node, Each):
                yield from self.each(node, local)
            elif isinstance(node, Slot):
                yield from self.slot(node, local)
            elif isinstance(node, Line | Special):
                yield from self.nodes(node.runs, local)
                yield from self.place(node)
            elif isinstance(node, Picture):
                yield from self.picture(node, local)

    def place(self, node: Line | Special) -> Iterator[Mistake]:
        if isinstance(node, Special) and node.name == "名单表" and node.argument.strip() not in load_inputs():
            yield Mistake(node.at.path, node.at.line, f"没有叫“{node.argument}”的填写项目")
        if isinstance(node, Special) and node.name == INSERTED and node.argument.strip() not in PLACES:
            words = f"没有叫“{node.argument}”的插入处，可用：{'、'.join(PLACES)}"
            yield Mistake(node.at.path, node.at.line, words)

    def names(self, names: Iterable[str], at: At, local: frozenset[str]) -> Iterator[Mistake]:
        for name in names:
            if name not in self.known and name not in local:
                yield Mistake(at.path, at.line, f"没有叫“{name}”的事实或填写项目")

    def slot(self, node: Slot, local: frozenset[str]) -> Iterator[Mistake]:
        if node.action and node.action not in ACTIONS:
            yield Mistake(node.at.path, node.at.line, f"没有“{node.action}:”这种写法，可用：{'、'.join(ACTIONS)}")
        elif len(node.names) != ACTIONS.get(node.action, 1):
            yield Mistake(
                node.at.path, node.at.line, f"“{node.action or node.names[0]}”要写 {ACTIONS.get(node.action, 1)} 个名称，用 / 隔开"
            )
        yield from self.names(node.names, node.at, local)

    def each(self, node: Each, local: frozenset[str]) -> Iterator[Mistake]:
        inside = self.locals_of(node.name, local)
        if inside is None:
            yield Mistake(node.at.path, node.at.line, f"没有叫“{node.name}”的名单")
            return
        yield from self.nodes(node.body, local | inside)

    def locals_of(self, name: str, local: frozenset[str]) -> frozenset[str] | None:
        """The names that a loop over the list brings; None for a list nobody knows."""
        if name in self.catalogue.lists:
            return _FACT_LOCALS
        if name in self.catalogue.economic:
            return frozenset({"名称", "编码", "金额"})
        if name in load_inputs():
            return frozenset({"内容"})
        if name[-2:] in ("各类", "各款", "各项") and (name[:-2] in self.catalogue.subjects or name in local):
            return _SUBJECT_LOCALS | {"各款", "各项"}
        return None

    def picture(self, node: Picture, local: frozenset[str]) -> Iterator[Mistake]:
        if node.source and self.locals_of(node.source, local) is None:
            yield Mistake(node.at.path, node.at.line, f"没有叫“{node.source}”的名单")
        yield from self.names((name for name, _ in node.items), node.at, local)

    def condition(self, node: Condition, local: frozenset[str]) -> Iterator[Mistake]:
        for atom in re.split(r"\s+[且或]\s+", node.test):
            test = atom.strip().removeprefix("非 ").strip()
            if test in ("新成立", "有上年"):
                continue
            if test.startswith(("有 ", "无 ")):
                name = test[2:].strip()
                if self.locals_of(name, local) is None:
                    yield from self.names([name], node.at, local)
            elif test.endswith(" 有变动"):
                yield from self.names([test.removesuffix(" 有变动").strip()], node.at, local)
            else:
                yield from self.comparison(test, node.at, local)

    def comparison(self, test: str, at: At, local: frozenset[str]) -> Iterator[Mistake]:
        sides = _COMPARISON.split(test)
        if len(sides) == 1:
            yield Mistake(at.path, at.line, f"看不懂条件“{test}”；可以写 甲>乙、甲=0、甲 有变动、有 甲、无 甲、有上年、新成立")
            return
        yield from self.names((side for side in sides if not _NUMBER.fullmatch(side)), at, local)
