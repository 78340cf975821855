"""Formula text → syntax tree; every error says at which character and what was expected, in Chinese."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juesuan.audit.syntax import Expression, FormulaError, RuleError

if TYPE_CHECKING:
    from lark import Lark
    from lark.exceptions import UnexpectedInput

GRAMMAR = Path(__file__).with_name("formula.lark")
_WIDE = {ord(wide): narrow for wide, narrow in zip("＋－−﹣（），．＊／×÷［］｛｝＜＞％；：＝　", "+---(),.*/*/[]{}<>%;:= ", strict=True)}
_HALF_WIDTH = str.maketrans(
    {**_WIDE, **{code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}}
)
_EXPECTED = {
    "NUMBER": "数字",
    "FORM": "表号（如 财决01）",
    "COMPARE": "比较符号（= ≠ ≥ ≤ > <）",
    "QUOTED": "引号括起的文字",
    "VARIABLE": "变量字母（如 c）",
    "FUNCTION": "函数名（SUM SUMIF ROUND ABS MIN MAX LEN 万元 信用代码校验）",
    "COVER": "封面项目",
    "SETTING": "阈值（如 阈值.同比变动率）",
    "LABEL": "行或栏的名称",
    "LPAR": "（",
    "RPAR": "）",
    "LSQB": "[",
    "RSQB": "]",
    "LBRACE": "{",
    "RBRACE": "}",
    "COMMA": "逗号",
    "PLUS": "+",
    "MINUS": "-",
    "STAR": "*",
    "SLASH": "/",
    "EQUAL": "=",
    "DOT": ".",
    "__ANON_0": "±",
    "ECONOMIC": "经济分类栏（如 E301）",
    "KW_IF": "如果",
    "KW_THEN": "则",
    "KW_AND": "且",
    "KW_OR": "或",
    "KW_EMPTY": "空",
    "LEVEL": "类、款、项",
    "$END": "公式结束",
    "CODE": "代码",
    "WORD": "func、econ、block",
    "SEMICOLON": "；",
    "PERCENT": "%",
}


def half_width(text: str) -> str:
    """Full-width digits, letters and operators to half width, one for one, so that positions stay."""
    return text.translate(_HALF_WIDTH)


@cache
def _parser(start: str) -> Lark:
    from lark import Lark

    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", start=start, maybe_placeholders=False, propagate_positions=True)


def parse(text: str) -> tuple[Expression, Any]:
    """A formula → (tree, tolerance or None). Raises FormulaError."""
    from lark.exceptions import UnexpectedInput, VisitError

    from juesuan.audit.building import Builder

    if not text.strip():
        raise FormulaError(text, 1, "处没有公式", ("公式",))
    try:
        tree = _parser("start").parse(half_width(text))
        built = Builder(text).transform(tree)
    except UnexpectedInput as problem:
        raise _explained(text, problem) from None
    except VisitError as problem:
        if isinstance(problem.orig_exc, RuleError):
            raise problem.orig_exc from None
        raise FormulaError(text, 1, "起无法读懂") from problem
    except RecursionError:
        raise FormulaError(text, 1, "起括号层数过多") from None
    return built  # type: ignore[no-any-return]


def _explained(text: str, problem: UnexpectedInput) -> FormulaError:
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    names: set[str] = set()
    if isinstance(problem, UnexpectedToken):
        names = set(problem.accepts or problem.expected)
    elif isinstance(problem, UnexpectedCharacters):
        names = set(problem.allowed or ())
    position = problem.pos_in_stream if problem.pos_in_stream is not None and problem.pos_in_stream >= 0 else len(text)
    position = min(position, len(text))
    rest = text[position : position + 6].strip()
    ended = not rest or (isinstance(problem, UnexpectedToken) and problem.token.type == "$END")
    found = "处公式中断" if ended else f"“{rest[0]}”无法读懂"
    return FormulaError(text, (len(text) if ended else position) + 1, found, tuple(sorted(_chinese(name) for name in names)))


def _chinese(name: str) -> str:
    if name in _EXPECTED:
        return _EXPECTED[name]
    for terminal in _parser("start").terminals:
        if terminal.name == name:
            return str(terminal.pattern.value).replace("\\", "")
    return name
