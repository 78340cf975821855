"""Rule files: blocks of plain text, read into rules.

【财决01】 2020–2025                       a section: home form and editions of the blocks below
[R01-02] 基本平衡 错误                     编号 类型 级别, and a year range of its own where it differs
公式：31行=(27+28+29)行
条件：c ∈ {1,2,3}；封面.报表小类 ≠ “2”      what variables run over, and when the rule applies
容差：0.02 | 尾数                          in the unit of the form; 尾数: what follows from the printed precision
提示：…    出处：…    可信度：…
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from juesuan.audit import syntax as s
from juesuan.audit.parser import parse
from juesuan.errors import system_reason

KINDS = ("基本平衡", "逻辑性", "核实性")
SEVERITIES = {"错误": "error", "核实": "confirm", "提示": "info"}
FIRST_YEAR, LAST_YEAR = 2019, 2025
LABELS = ("公式", "条件", "容差", "提示", "出处", "可信度")
_SECTION = re.compile(r"【(?P<form>[^】]+)】\s*(?P<years>\d{4}(?:\s*[–—-]\s*\d{4})?)?\s*$")
_HEAD = re.compile(r"\[(?P<id>[^\]]+)\]\s*(?P<rest>.*)$")
_LINE = re.compile(r"\s*(?P<label>[^：:\s]+)\s*[：:]\s*(?P<text>.*)$")
_YEARS = re.compile(r"(\d{4})(?:\s*[–—-]\s*(\d{4}))?$")


class RuleFileError(s.RuleError):
    """A rule file that cannot be read; line counts from 1, position from 1 within the line (0: the whole line)."""

    def __init__(self, name: str, line: int, position: int, problem: str, place: str = "") -> None:
        at = f"第 {line} 行" + (f"第 {position} 个字符" if position else "")
        seen = f"。见「」处：{place}" if place else ""
        super().__init__(f"{name} {at}：{problem}{seen}")
        self.line, self.position, self.problem = line, position, problem


@dataclass
class Block:
    """One rule as written: the heading's words and the labelled lines with their line numbers and columns."""

    id: str
    line: int
    words: list[str]
    home: str
    years: tuple[int, int]
    lines: dict[str, tuple[str, int, int]] = field(default_factory=dict)


def read_rules(paths: Iterable[Path]) -> tuple[s.Rule, ...]:
    """Rules of text files, in order. Raises RuleFileError."""
    return tuple(rule for path in paths for rule in parse_rules(text_of_rules(path), path.name))


def parse_rules(text: str, name: str = "审核公式") -> tuple[s.Rule, ...]:
    """Rules of one text; `name` is what messages call it. Raises RuleFileError."""
    return tuple(_rule(block, name) for block in _blocks(text, name))


def readable_rules(text: str, name: str = "审核公式") -> tuple[tuple[s.Rule, ...], tuple[RuleFileError, ...]]:
    """The rules of a text that can be read, and what is wrong with the others; where a line belongs to no rule, reading ends there."""
    rules: list[s.Rule] = []
    problems: list[RuleFileError] = []
    blocks = _blocks(text, name)
    while True:
        try:
            rules.append(_rule(next(blocks), name))
        except StopIteration:
            return tuple(rules), tuple(problems)
        except RuleFileError as problem:
            problems.append(problem)


def text_of_rules(path: Path) -> str:
    """A rule file as text. Raises RuleError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RuleFileError(path.name, 1, 0, "不是 UTF-8 文本。请用记事本另存为 UTF-8 编码后再用") from None
    except OSError as problem:
        raise s.RuleError(f"读不到审核公式文件 {path}：{system_reason(problem)}。请检查文件是否存在、能否打开") from None


def _blocks(text: str, name: str) -> Iterator[Block]:
    home, years, block = "", (FIRST_YEAR, LAST_YEAR), None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if section := _SECTION.match(line.strip()):
            home = section["form"].strip().removesuffix("表")
            years = _years(section["years"], name, number) if section["years"] else (FIRST_YEAR, LAST_YEAR)
        elif head := _HEAD.match(line.strip()):
            if block:
                yield block
            block = Block(head["id"].strip(), number, head["rest"].split(), home, years)
        elif block is None:
            raise RuleFileError(name, number, 1, "这里应是 [编号] 类型 级别，或【表号】一节的开头")
        else:
            _add_line(block, line, name, number)
    if block:
        yield block


def _add_line(block: Block, line: str, name: str, number: int) -> None:
    found = _LINE.match(line)
    if not found or found["label"] not in LABELS:
        raise RuleFileError(name, number, 1, f"读不懂这一行，应以 {'、'.join(LABELS)} 加冒号开头")
    if found["label"] in block.lines:
        raise RuleFileError(name, number, 1, f"{block.id} 重复写了“{found['label']}”")
    block.lines[found["label"]] = (found["text"].strip(), number, found.start("text") + len(found["text"]) - len(found["text"].lstrip()))


def _rule(block: Block, name: str) -> s.Rule:
    kind, severity, years = _heading(block, name)
    if "公式" not in block.lines:
        raise RuleFileError(name, block.line, 0, f"{block.id} 没有公式")
    formula, tolerance = _parsed(block, "公式", name)
    given, rounding = _tolerance(block, name)
    quantifiers, guard = _condition(block, name)
    forms = forms_of(formula, guard, block.home)
    return s.Rule(
        block.id,
        forms,
        years,
        kind,
        severity,
        formula,
        block.lines["公式"][0],
        quantifiers,
        guard,
        _plain(block, "条件"),
        tolerance if given is None else given,
        rounding,
        _plain(block, "提示"),
        _plain(block, "出处"),
        _plain(block, "可信度"),
        f"{name} 第 {block.line} 行",
    )


def forms_of(formula: s.Expression, guard: s.Expression | None, home: str) -> tuple[str, ...]:
    """Form codes in the order of the formula; the section's own form stands for references without one."""
    named = [reference.form or home for reference in s.references(formula)]
    named += [node.code for node in s.walk(formula) if isinstance(node, s.FormName)]
    named += [reference.form or home for reference in s.references(guard)] if guard else []
    named += [node.form for node in s.walk(formula) if isinstance(node, s.Field)]
    return tuple(dict.fromkeys(code for code in named if code)) or ((home,) if home else ())


def _heading(block: Block, name: str) -> tuple[str, str, tuple[int, int]]:
    kind, severity, years = "", "", block.years
    for word in block.words:
        if word in KINDS:
            kind = word
        elif word in SEVERITIES:
            severity = SEVERITIES[word]
        elif _YEARS.match(word):
            years = _years(word, name, block.line)
        else:
            raise RuleFileError(
                name, block.line, 0, f"{block.id} 的“{word}”读不懂，应为类型（{'、'.join(KINDS)}）、级别（{'、'.join(SEVERITIES)}）或年度"
            )
    if not kind:
        raise RuleFileError(name, block.line, 0, f"{block.id} 没有写类型（{'、'.join(KINDS)}）")
    return kind, severity or ("confirm" if kind == "核实性" else "error"), years


def _years(text: str, name: str, line: int) -> tuple[int, int]:
    found = _YEARS.match(text.strip())
    if not found:
        raise RuleFileError(name, line, 0, f"“{text}”不是年度，应如 2020–2025")
    return int(found[1]), int(found[2] or found[1])


def _parsed(block: Block, label: str, name: str) -> tuple[s.Expression, Decimal | None]:
    text, line, start = block.lines[label]
    return _located(text, line, start, name, block.id)


def _located(text: str, line: int, start: int, name: str, rule: str) -> tuple[s.Expression, Decimal | None]:
    try:
        return parse(text)
    except s.FormulaError as problem:
        wanted = f"，此处应为：{'、'.join(problem.expected[:12])}" if problem.expected else ""
        words = f"{rule} {problem.problem.removeprefix('处')}{wanted}"
        raise RuleFileError(name, line, start + problem.position, words, _marked(text, problem.position)) from None
    except s.RuleError as problem:
        raise RuleFileError(name, line, start + 1, f"{rule} {problem}") from None


def _marked(text: str, position: int) -> str:
    """`27行「?」28行`: the character (from 1) between brackets, which full-width characters do not shift as they would a mark below."""
    return f"{text[: position - 1]}「{text[position - 1 : position]}」{text[position:]}"


def _tolerance(block: Block, name: str) -> tuple[Decimal | None, bool]:
    if "容差" not in block.lines:
        return None, False
    text, line, start = block.lines["容差"]
    if text == "尾数":
        return None, True
    try:
        return Decimal(text), False
    except InvalidOperation:
        raise RuleFileError(name, line, start + 1, f"{block.id} 的容差应是数字或“尾数”") from None


def _condition(block: Block, name: str) -> tuple[tuple[s.Quantifier, ...], s.Expression | None]:
    if not _plain(block, "条件"):
        return (), None
    built, _ = _parsed(block, "条件", name)
    parts = built.items if isinstance(built, s.Logic) and built.operator == "且" else (built,)
    quantifiers, guards = [], []
    for part in parts:
        if isinstance(part, s.Membership) and isinstance(part.value, s.Variable) and not part.negated:
            quantifiers.append(s.Quantifier(part.value.name, tuple(value for item in part.items for value in _values(item))))
        else:
            guards.append(part)
    guard = guards[0] if len(guards) == 1 else s.Logic("且", tuple(guards)) if guards else None
    return tuple(quantifiers), guard


def _values(item: s.Expression) -> list[str]:
    if isinstance(item, s.Span):
        return [str(number) for number in range(int(item.first), int(item.last) + 1)]
    return [format(item.value, "f") if isinstance(item, s.Number) else item.value] if isinstance(item, s.Number | s.Text) else []


def _plain(block: Block, label: str) -> str:
    return block.lines[label][0] if label in block.lines else ""


def rules_of_sheet(rows: Iterable[Mapping[str, str]], name: str = "审核公式") -> tuple[s.Rule, ...]:
    """Rules of a sheet 审核公式: one mapping a row with 编号 表 公式 类型 条件 提示. Raises RuleFileError; its line is the sheet's row."""
    blocks = []
    for number, row in enumerate(rows, 2):
        if not row.get("公式", "").strip():
            continue
        number = int(row.get("行", number))  # noqa: PLW2901  the row of the sheet, where the caller knows it
        identity = row.get("编号", "").strip() or f"自定-{number}"
        words = [word for word in (row.get("类型", "").strip() or "核实性", row.get("级别", "").strip()) if word]
        block = Block(identity, number, words, row.get("表", "").strip().removesuffix("表"), (FIRST_YEAR, LAST_YEAR))
        block.lines = {label: (_bare(label, row[label]), number, 0) for label in LABELS if row.get(label, "").strip()}
        blocks.append(block)
    return tuple(_rule(block, name) for block in blocks)


def _bare(label: str, text: str) -> str:
    """What stands in a cell; a condition may begin with the 如果 that people say before one."""
    return text.strip().removeprefix("如果").strip() if label == "条件" else text.strip()
