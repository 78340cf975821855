"""Exact amounts: 元 and 万元, rounding half up, and the wording of a change.

All amounts are `Decimal`. Rounding happens once, at the end, here. Rules of wording: narrative specification, 措辞规则 1–8.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from enum import Enum

YUAN = Decimal(1)
WAN = Decimal(10000)
CENT = Decimal("0.01")
_WIDE = Context(prec=400)
"""Room for any number that a cell can hold: a slip of the keyboard must not stop what reads it."""
_SCALES = {"元": YUAN, "万元": WAN, "万": WAN, "亿": Decimal(100000000), "亿元": Decimal(100000000)}
NOT_APPLICABLE = frozenset({"—", "——", "－", "-", "–", "--", "一", "―", "─"})


def round_half_up(amount: Decimal, places: int = 2) -> Decimal:
    """Half up, away from zero, as published reports round (1.005 → 1.01, -1.005 → -1.01)."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def to_wan(yuan: Decimal, places: int = 2) -> Decimal:
    """元 → 万元, rounded half up to `places`."""
    return round_half_up(yuan / WAN, places)


def format_amount(amount: Decimal, places: int = 2, *, thousands: bool = False) -> str:
    """A plain decimal text with fixed places, `1163.32`; with `thousands`, `1,163.32`."""
    rounded = round_half_up(amount, places)
    return f"{abs(rounded) if rounded == 0 else rounded:{',' if thousands else ''}f}"


def format_yuan(yuan: Decimal) -> str:
    """元 with thousands separators and two decimals, as the forms show it: `11,633,200.00`."""
    return format_amount(yuan, thousands=True)


def parse_amount(text: str) -> Decimal | None:
    """Amount as an office types it: full-width digits, thousands commas, brackets for negatives, `12万`; None where it is no number.

    A blank text and the marks for not applicable (— and its kin) are None as well: ask `is_not_applicable` to tell them apart.
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").replace("¥", "").replace("−", "-")
    negative = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1] if negative else plain
    scale = YUAN
    for suffix in sorted(_SCALES, key=len, reverse=True):
        if plain.endswith(suffix):
            plain, scale = plain[: -len(suffix)], _SCALES[suffix]
            break
    if not plain or not plain.lstrip("+-").replace(".", "", 1).isdigit():
        return None
    try:
        amount = Decimal(plain) * scale
    except InvalidOperation:
        return None
    return -amount if negative else amount


def is_not_applicable(text: str) -> bool:
    """Whether a cell's text is one of the dashes that official forms print where a figure does not apply."""
    return text.strip() in NOT_APPLICABLE


class Direction(Enum):
    """How a figure moved; the value is the word for amounts."""

    MORE = "增加"
    LESS = "减少"
    EQUAL = "持平"

    @property
    def rate_word(self) -> str:
        """The word that goes with a percentage."""
        return {"增加": "增长", "减少": "下降"}.get(self.value, "持平")


@dataclass(frozen=True)
class Movement:
    """This year's amount against last year's (or a budget's), both in the same unit.

    Attributes: amount and base as given; difference is the absolute one, unrounded; rate in percent is None where no percentage may be
    written: zero base, negative base, or a change of sign.
    """

    amount: Decimal
    base: Decimal

    @property
    def difference(self) -> Decimal:
        return abs(self.amount - self.base)

    @property
    def direction(self) -> Direction:
        if self.amount == self.base:
            return Direction.EQUAL
        return Direction.MORE if self.amount > self.base else Direction.LESS

    @property
    def rate(self) -> Decimal | None:
        if self.base <= 0 or self.amount < 0:
            return None
        return self.difference / self.base * 100


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Percent of the whole, unrounded; None where the whole is zero."""
    return part / whole * 100 if whole else None
