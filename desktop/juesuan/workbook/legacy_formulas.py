"""The formulas of an .xls: xlrd keeps only their values, so the formula records are read here and spelt out by its own decompiler."""

from __future__ import annotations

import struct
from typing import Any

from juesuan.workbook.formulas import tidied, translated

_FORMULA, _SHARED, _END = 0x0006, 0x04BC, 0x000A
_FORMULA_HEAD = 22
_SHARED_HEAD = 10
_POINTS_TO_SHARED = 0x01


def formulas_of(book: Any) -> list[dict[tuple[int, int], str]]:
    """For every sheet: formula texts by row and column from 0. A formula that cannot be spelt out is left to its value."""
    if book.biff_version < 80:  # noqa: PLR2004  (older files spell references in another way)
        return [{} for _ in range(book.nsheets)]
    return [_of_sheet(book, start) for start in book._sh_abs_posn[: book.nsheets]]  # noqa: SLF001


def _of_sheet(book: Any, start: int) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    last: tuple[int, int] | None = None
    shared: dict[tuple[int, int], tuple[tuple[int, int], str]] = {}
    followers: list[tuple[tuple[int, int], tuple[int, int]]] = []
    position, end = start, book.base + book.stream_len
    while position + 4 <= end:
        code, length = struct.unpack_from("<HH", book.mem, position)
        data = bytes(book.mem[position + 4 : position + 4 + length])
        position += 4 + length
        if code == _END:
            break
        if code == _FORMULA and len(data) > _FORMULA_HEAD:
            last = struct.unpack_from("<HH", data)
            size = struct.unpack_from("<H", data, _FORMULA_HEAD - 2)[0]
            if data[_FORMULA_HEAD] == _POINTS_TO_SHARED:
                followers.append((last, struct.unpack_from("<HH", data, _FORMULA_HEAD + 1)))
            else:
                _spell(book, data[_FORMULA_HEAD:], size, last, found)
        elif code == _SHARED and last is not None:
            size = struct.unpack_from("<H", data, _SHARED_HEAD - 2)[0]
            texts: dict[tuple[int, int], str] = {}
            _spell(book, data[_SHARED_HEAD:], size, last, texts, shared=True)
            if last in texts:
                shared[last] = (last, texts[last])
    for place, master in followers:
        if master in shared:
            (row, column), text = shared[master]
            found[place] = translated(text, place[0] - row, place[1] - column)
    return found


def _spell(book: Any, tokens: bytes, size: int, place: tuple[int, int], found: dict[tuple[int, int], str], *, shared: bool = False) -> None:
    from xlrd.formula import FMLA_TYPE_CELL, FMLA_TYPE_SHARED, decompile_formula

    try:
        kind = FMLA_TYPE_SHARED if shared else FMLA_TYPE_CELL
        text = decompile_formula(book, tokens[:size], size, kind, browx=place[0], bcolx=place[1], r1c1=0)
    except Exception:  # noqa: BLE001  (its value stays; the decompiler knows not every token)
        return
    if text and "?" not in text:
        found[place] = tidied(text)
