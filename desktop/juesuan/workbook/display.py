"""A value as a cell displays it: the number formats that offices use."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from juesuan.workbook.cells import CellError, Value

_SECTION_END = re.compile(r'("[^"]*"|\\.|\[[^\]]*\])|(;)')
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<filled>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<number>[0#?][0#?,.]*|\.[0#?]+)(?P<exponent>[Ee][+-]0+)?|(?P<percent>%)|(?P<text>@)"
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4}|b{2,4}|e)|(?P<plain>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (Excel's day numbers know no time zone)
_LAST_DAY = 2958466
_FIRST_MARCH_1900 = 60
_WEEKDAYS = "一二三四五六日"
_GENERAL_DIGITS = 11
_COLOURS = {
    "black": "#000000", "red": "#ff0000", "blue": "#0000ff", "green": "#008000", "white": "#ffffff", "yellow": "#ffff00", "cyan": "#00ffff",
            "magenta": "#ff00ff", "红色": "#ff0000", "蓝色": "#0000ff", "黑色": "#000000"}  # fmt: skip

Piece = tuple[str, str]


def display(value: Value, number_format: str = "General") -> str:
    """The text a cell shows. Dates are Excel's day numbers; texts pass through the fourth section of a format.

    What a format has that is not known (fractions) shows the number plainly.
    """
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    sections = _sections(number_format)
    if isinstance(value, str):
        pieces = sections[3] if len(sections) > 3 else sections[0] if any(kind == "text" for kind, _ in sections[0]) else None  # noqa: PLR2004
        return value if pieces is None else "".join(value if kind == "text" else _filler(kind, word) for kind, word in pieces)
    pieces, amount = _chosen(sections, value)
    return _shown(pieces, amount)


def display_colour(value: Value, number_format: str) -> str | None:
    """The colour that a number format asks for, such as red for negatives, as #rrggbb; None where it asks for none."""
    if not isinstance(value, Decimal) or "[" not in number_format:
        return None
    pieces, _ = _chosen(_sections(number_format), value)
    return next((_COLOURS[word.lower()] for kind, word in pieces if kind == "bracket" and word.lower() in _COLOURS), None)


def is_date_format(number_format: str) -> bool:
    """Whether numbers of this format are days or times."""
    return any(kind in ("date", "elapsed") for kind, _ in _sections(number_format)[0])


@lru_cache(maxsize=2000)
def _sections(number_format: str) -> tuple[tuple[Piece, ...], ...]:
    texts, start = [], 0
    for found in _SECTION_END.finditer(number_format):
        if found[2]:
            texts.append(number_format[start : found.start()])
            start = found.end()
    return tuple(_pieces(text) for text in (*texts, number_format[start:]))


def _pieces(section: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for found in _PIECE.finditer(section):
        kind, word = found.lastgroup or "plain", found[0]
        if kind == "exponent":
            kind = "scientific"
        elif kind in ("quoted", "escaped", "space", "filled", "bracket"):
            word = found[kind]
        if kind == "bracket":
            if _ELAPSED.fullmatch(word):
                kind = "elapsed"
            elif word.startswith("$"):
                kind, word = "quoted", word[1:].partition("-")[0]
        pieces.append((kind, word))
    return tuple(pieces)


def _chosen(sections: tuple[tuple[Piece, ...], ...], value: Decimal) -> tuple[tuple[Piece, ...], Decimal]:
    """The section for a number, and the number as that section shows it (without its sign where the section stands for negatives)."""
    conditions = [_condition(pieces) for pieces in sections[:2]]
    if any(conditions):
        for pieces, condition in zip(sections, conditions, strict=False):
            if condition and _holds(value, *condition):
                return pieces, value
        rest = [pieces for pieces, condition in zip(sections, [*conditions, None, None], strict=False) if not condition]
        return (rest[0] if rest else sections[0]), value
    if len(sections) > 2 and value == 0:  # noqa: PLR2004
        return sections[2], value
    if len(sections) > 1 and value < 0:
        return sections[1], -value
    return sections[0], value


def _condition(pieces: tuple[Piece, ...]) -> tuple[str, Decimal] | None:
    for kind, word in pieces:
        found = _CONDITION.fullmatch(word) if kind == "bracket" else None
        if found:
            return found[1], Decimal(found[2])
    return None


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {"<": value < limit, ">": value > limit, "<=": value <= limit, ">=": value >= limit, "=": value == limit, "<>": value != limit}[
        sign
    ]


def _shown(pieces: tuple[Piece, ...], amount: Decimal) -> str:
    kinds = {kind for kind, _ in pieces}
    if kinds & {"date", "elapsed"}:
        return _moment(pieces, amount)
    if any(kind == "plain" and word == "/" for kind, word in pieces):
        return general(amount)
    if kinds & {"number", "scientific"}:
        return _number(pieces, amount)
    sign = "-" if amount < 0 and kinds & {"general", "text"} else ""
    body = "".join(general(abs(amount)) if kind in ("general", "text") else _filler(kind, word) for kind, word in pieces)
    return sign + body


def _filler(kind: str, word: str) -> str:
    if kind == "space":
        return " "
    return "" if kind in ("filled", "bracket") else word


def general(amount: Decimal) -> str:
    """As the format General shows a number: up to 11 characters, else rounded or in powers of ten."""
    text = f"{amount:f}"
    if len(text.replace("-", "").replace(".", "")) <= _GENERAL_DIGITS:
        return text
    whole = len(text.lstrip("-").partition(".")[0])
    if whole > _GENERAL_DIGITS or abs(amount) < Decimal("1E-9"):
        mantissa, _, power = f"{amount:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(power):+03d}"
    places = max(0, _GENERAL_DIGITS - 1 - whole)
    rounded = f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def _number(pieces: tuple[Piece, ...], amount: Decimal) -> str:
    patterns = [word for kind, word in pieces if kind == "number"]
    amount = amount.scaleb(2 * sum(kind == "percent" for kind, _ in pieces))
    if not patterns:
        pattern = next(word for kind, word in pieces if kind == "scientific")
        digits = _scientific(pattern, abs(amount))
        return ("-" if amount < 0 else "") + "".join(digits if kind == "scientific" else _filler(kind, word) for kind, word in pieces)
    pattern = "".join(patterns)
    whole, dot, fraction = pattern.partition(".")
    thousands = len(whole) - len(whole.rstrip(",")) if not dot else 0
    amount = amount.scaleb(-3 * thousands)
    places = sum(character in "0#?" for character in fraction)
    rounded = abs(amount).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits = _digits(rounded, whole.rstrip(",") if not dot else whole, fraction)
    negative = amount < 0 and rounded != 0
    parts, first = [], True
    for kind, word in pieces:
        if kind == "number":
            parts.append(digits if first else "")
            first = False
        else:
            parts.append(_filler(kind, word))
    return ("-" if negative else "") + "".join(parts)


def _digits(amount: Decimal, whole: str, fraction: str) -> str:
    left, _, right = f"{amount:f}".partition(".")
    least = whole.count("0")
    left = "" if left == "0" and not least else left.zfill(least)
    if "," in whole:
        left = f"{int(left):,}" if left and len(left) >= least and not left.startswith("0") else left
    padding = " " * max(0, whole.count("?") + least - len(left)) if "?" in whole else ""
    kept = list(right)
    for pattern in reversed([character for character in fraction if character in "0#?"]):
        if pattern == "0" or not kept or kept[-1] != "0":
            break
        kept.pop()
    tail = "." + "".join(kept) if fraction and (kept or "0" in fraction) else "." if fraction else ""
    return padding + left + tail


def _scientific(pattern: str, amount: Decimal) -> str:
    mantissa, sign, exponent = re.split(r"[Ee]([+-])", pattern)
    places = len(mantissa.partition(".")[2])
    shown, _, power = f"{amount:.{places}E}".partition("E")
    number = int(power) if amount else 0
    mark = "-" if number < 0 else "+" if sign == "+" else ""
    return f"{shown}E{mark}{abs(number):0{len(exponent)}d}"


def _moment(pieces: tuple[Piece, ...], amount: Decimal) -> str:
    if not 0 <= amount < _LAST_DAY:
        return general(amount)
    seconds = (amount * 86400).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    false_leap_day = 1 if amount < _FIRST_MARCH_1900 else 0
    moment = _DAY_ZERO + dt.timedelta(days=false_leap_day, seconds=int(seconds))
    twelve = any(kind == "noon" for kind, _ in pieces)
    parts = []
    for index, (kind, word) in enumerate(pieces):
        if kind == "date":
            minutes = word[0] in "mM" and len(word) <= 2 and _beside_time(pieces, index)  # noqa: PLR2004
            parts.append(_part_of_date(word.lower(), moment, minutes=minutes, twelve=twelve))
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[word[0].lower()]
            parts.append(str(int(seconds) // unit).zfill(len(word)))
        elif kind == "noon":
            parts.append(("上午" if moment.hour < 12 else "下午") if word.startswith("上") else "AM" if moment.hour < 12 else "PM")  # noqa: PLR2004
        else:
            parts.append("" if kind == "text" else _filler(kind, word))
    return "".join(parts)


def _beside_time(pieces: tuple[Piece, ...], index: int) -> bool:
    """Whether `m` means minutes: hours before it or seconds after it."""
    before = next((word for kind, word in reversed(pieces[:index]) if kind in ("date", "elapsed")), "")
    after = next((word for kind, word in pieces[index + 1 :] if kind in ("date", "elapsed")), "")
    return before[:1].lower() == "h" or after[:1].lower() == "s"


def _part_of_date(word: str, moment: dt.datetime, *, minutes: bool, twelve: bool) -> str:
    letter, length = word[0], len(word)
    spelt = {"mmm": "%b", "mmmm": "%B", "ddd": "%a", "dddd": "%A"}.get(word)
    if spelt:
        return moment.strftime(spelt)
    if letter in "yeb":
        return f"{moment.year % 100:02d}" if letter == "y" and length <= 2 else str(moment.year)  # noqa: PLR2004  (yy)
    if letter == "a":
        return ("星期" if length == 4 else "") + _WEEKDAYS[moment.weekday()]  # noqa: PLR2004  (aaaa)
    hour = (moment.hour - 1) % 12 + 1 if twelve else moment.hour
    number = {"h": hour, "s": moment.second, "d": moment.day, "m": moment.minute if minutes else moment.month}[letter]
    return str(number).zfill(min(length, 2))
