"""What a person types into a cell, read as a number, a formula or text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from juesuan.money import CENT, is_not_applicable, parse_amount
from juesuan.workbook import CellError, Content, Formula

_UNIT_SUFFIX = re.compile(r"(万元|亿元|万|亿|元)\)?$")
_LONGEST_NUMBER = 15
_PARTIAL_AMOUNT = re.compile(r"[(¥+\-]*[\d,]*(\.\d*)?(亿元|万元|亿|万|元)?\)?")


@dataclass(frozen=True)
class Typed:
    """What stands in the cell after the input, or why it may not: `problem` is a sentence, empty where all is well."""

    content: Content = None
    problem: str = ""


def read_typed(text: str, *, amount: bool, scale: Decimal = Decimal(1), keep_text: bool = False) -> Typed:
    """Read one input.

    amount: the cell belongs to an amount column of an official form; scale: how many 元 the form's printed unit is, so that `12万` means
    120000 in a form in 元 and 12 in a form in 万元; keep_text: digits stay text (科目编码, a text-formatted cell).
    """
    plain = text.strip()
    if not plain:
        return Typed(None)
    if plain.startswith("'"):
        return Typed(plain[1:])
    if plain[0] in "=＝" and len(plain) > 1:
        return Typed(Formula(unicodedata.normalize("NFKC", plain[1:])))
    if amount:
        return _amount(plain, scale)
    if keep_text:
        return Typed(text.strip("\r\n"))
    return Typed(_number_or_text(text))


def _amount(plain: str, scale: Decimal) -> Typed:
    if is_not_applicable(plain):
        return Typed(plain)
    number = parse_amount(plain)
    if number is None:
        return Typed(problem=f"“{plain}”不是金额。请填数字，例如 1234.56、12万，负数写成 -100 或 (100)。")
    if _UNIT_SUFFIX.search(unicodedata.normalize("NFKC", plain)):
        number /= scale
    if number != number.quantize(CENT):
        return Typed(problem=f"“{plain}”的小数超过两位。金额填到分，请改成两位小数，例如 {number.quantize(CENT)}。")
    return Typed(number)


def _number_or_text(text: str) -> Content:
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.endswith("%"):
        part = parse_amount(plain[:-1])
        return part / 100 if part is not None else text.strip("\r\n")
    digits = plain.lstrip("+-")
    looks_like_code = len(digits) > 1 and digits.startswith("0") and not digits.startswith("0.")
    if looks_like_code or len(digits.replace(".", "").replace(",", "")) > _LONGEST_NUMBER or is_not_applicable(plain):
        return text.strip("\r\n")
    if _UNIT_SUFFIX.search(plain):
        return text.strip("\r\n")
    number = parse_amount(plain)
    return text.strip("\r\n") if number is None else number


def warns_while_typing(text: str) -> str:
    """A short sentence while an amount is being typed and can already not become one; empty as long as it still can."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("−", "-")
    if not plain or plain[0] in "='" or is_not_applicable(text):
        return ""
    whole, dot, decimals = plain.partition(".")
    if not _PARTIAL_AMOUNT.fullmatch(plain):
        return "这里填金额（数字）"
    if dot and not _UNIT_SUFFIX.search(plain) and len(decimals.rstrip(")")) > 2:  # noqa: PLR2004 - 分 is the second decimal
        return f"最多两位小数：{whole}.{decimals[:2]}"
    return ""


def editable_text(content: Content) -> str:
    """What the editor shows for a content, so that confirming it unchanged gives the same content again."""
    if content is None:
        return ""
    if isinstance(content, Formula):
        return "=" + content.text
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, Decimal):
        return f"{content.normalize():f}" if content else "0"
    return content.code if isinstance(content, CellError) else content
