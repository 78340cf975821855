"""Replace: which cells take the new words, and which stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from juesuan.window.plain.cell_rules import CellRules
from juesuan.window.plain.number_input import editable_text
from juesuan.workbook import Cell, Content, Formula


def replaced(cells: Iterable[Cell], wanted: str, new: str, rules: CellRules) -> dict[Cell, Content]:
    """New contents, as if they had been typed; computed cells, printed words and what would be refused are left out."""
    pattern = re.compile(re.escape(wanted.strip()), re.IGNORECASE)
    found: dict[Cell, Content] = {}
    for cell in cells:
        content = rules.workbook.content(cell)
        if content is None or isinstance(content, Formula) or rules.is_printed(cell):
            continue
        text = editable_text(content)
        typed = rules.read(cell, pattern.sub(lambda _: new, text))
        if pattern.search(text) and not typed.problem and typed.content != content:
            found[cell] = typed.content
    return found
