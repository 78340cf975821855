"""统一社会信用代码: its check character (GB 32100-2015)."""

from __future__ import annotations

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def is_credit_code(text: str) -> bool:
    """Whether the eighteenth character follows from the seventeen before it: weights 3ⁿ modulo 31."""
    code = text.strip().upper()
    if len(code) != _LENGTH or any(character not in _CHARACTERS for character in code):
        return False
    total = sum(_CHARACTERS.index(character) * 3**place for place, character in enumerate(code[:-1]))
    return _CHARACTERS[-total % len(_CHARACTERS)] == code[-1]
