"""上海 2024 from workbooks that hold only 公开表: every amount of the published text that the tables know is written, in its section."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from juesuan.forms import recognise
from juesuan.narrative import compose
from juesuan.render.text import text
from juesuan.workbook import open_workbook

SHARED = Path(__file__).parents[3] / "shared"
CASES = sorted(path.name for path in (SHARED / "cases").glob("putuo-*"))
LAYOUTS = [{}, {"codes": "three", "total": "last", "names": "C"}]

pytestmark = pytest.mark.skipif(not CASES, reason="the published reports are not beside this checkout")


def amounts(tables: dict) -> set[str]:
    """Every amount of the nine tables, as printed."""
    found = set()
    for form in tables["forms"].values():
        for row in form.get("rows") or []:
            cells = row.get("amounts") or [row.get("income"), row.get("amount"), row.get("expense")]
            flat = [cell for entry in cells for cell in (entry if isinstance(entry, list) else [entry])]
            found |= {f"{cell:.2f}" for cell in flat if cell}
    return found


def section(name: str) -> str:
    """A published heading without its numbering, marks and remarks."""
    return re.sub(r"^（?[一二三四五六七八九十]+[）、]|[“”。\s]", "", name)


def sections(lines: list[str]) -> dict[str, str]:
    """Text under each heading of part three."""
    found: dict[str, str] = {}
    current = ""
    for line in lines:
        if re.match(r"（?[一二三四五六七八九十]+[）、]", line) and len(line) < 40:
            current = section(line)
        found[current] = found.get(current, "") + line
    return found


@pytest.mark.parametrize("layout", LAYOUTS, ids=["one", "three"])
@pytest.mark.parametrize("case", CASES)
def test_amounts_of_the_tables_are_in_the_same_section(case: str, layout: dict[str, str], tmp_path: Path) -> None:
    sys.path.insert(0, str(SHARED / "check"))
    import published

    tables = published.write(case, tmp_path / "公开表.xlsx", **layout)
    whole = text(compose(recognise(open_workbook(tmp_path / "公开表.xlsx")), province="shanghai"))
    lines = whole.splitlines()
    start = next(place for place, line in enumerate(lines) if place > 30 and line.startswith("第三部分"))
    ours, known = sections(lines[start:]), amounts(tables)
    numbers = json.loads((SHARED / "cases" / case / "published_numbers.json").read_text(encoding="utf-8"))
    wanted = [
        (name, f"{float(number):.2f}")
        for name, number, unit in numbers
        if unit == "万元" and "." in number and f"{float(number):.2f}" in known
    ]
    lost = [(name, number) for name, number in wanted if number not in ours.get(section(name), "")]
    budgets = [
        entry for entry in lost if "年初预算" in ours.get(section(entry[0]), "")
    ]  # equal a table's amount by chance, not in the tables
    print(f"{case}: {len(wanted) - len(lost)}/{len(wanted)}", lost)  # noqa: T201 - the share is the point
    assert len(wanted) > 25
    assert lost == budgets
    assert len(lost) <= 0.02 * len(wanted) + 1
