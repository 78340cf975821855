"""A typed list printed as a table: the units that the accounts take in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan.document.blocks import Table, TableCell
from juesuan.narrative.lists import entries
from juesuan.narrative.scope import Scope

_COLUMNS = (("序号", 1.0), ("单位名称", 6.0), ("备注", 3.0))
_REMARK = re.compile(r"[\s|｜]+")
_NONE = "无"


def listing(key: str, scope: Scope) -> Iterator[Table]:
    """The entries of the input `key`, a row each; what stands behind a blank or a bar is the remark. 无 alone is no list."""
    typed = [entry.texts["内容"][2] for entry in entries(key, scope)]
    named = [_REMARK.split(each.text, maxsplit=1) for each in typed if each and each.text.rstrip("。") != _NONE]
    rows = tuple(
        (TableCell(str(place), "center"), TableCell(name), TableCell("".join(remark))) for place, (name, *remark) in enumerate(named, 1)
    )
    if rows:
        header = (tuple(TableCell(word, "center") for word, _ in _COLUMNS),)
        yield Table("", header, rows, tuple(width for _, width in _COLUMNS), key=key)
