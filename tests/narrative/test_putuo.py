"""上海 2024 from workbooks that hold only 公开表: the amounts of the tables alone, and the whole text once the rest is typed in."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import openpyxl
import pytest

from juesuan.forms import recognise
from juesuan.narrative import compose
from juesuan.render.text import text
from juesuan.workbook import open_workbook

SHARED = Path(__file__).parents[3] / "shared"
CASES = sorted(path.name for path in (SHARED / "cases").glob("putuo-*"))
LAYOUTS = [{}, {"codes": "three", "total": "last", "names": "C"}]
TEN_THOUSAND = 10000

pytestmark = pytest.mark.skipif(not CASES, reason="the published reports are not beside this checkout")

# Numbers of the published text that are wrong by its own tables (published_errors.md) or say nothing: ours is another or none.
WRONG = {
    "putuo-caizheng-2024": {("四、", "0.3"), ("（二）一般公共预算", "71.73")},
    "putuo-shegongbu-2024": {("", "100.00"), ("（二）一般公共预算", "9.55")},
    "putuo-shengtai-2025": {("（一）机关运行经费", "2.60")},
}


def published_tables(case: str, path: Path, **layout: str) -> dict:
    sys.path.insert(0, str(SHARED / "check"))
    import published

    return published.write(case, path, **layout)


def numbers(case: str) -> list[tuple[str, str, str]]:
    return [tuple(entry) for entry in json.loads((SHARED / "cases" / case / "published_numbers.json").read_text(encoding="utf-8"))]


def amounts(tables: dict) -> set[str]:
    """Every amount of the nine tables, as printed."""
    found = set()
    for form in tables["forms"].values():
        for row in form.get("rows") or []:
            cells = row.get("amounts") or [row.get("income"), row.get("amount"), row.get("expense")]
            flat = [cell for entry in cells for cell in (entry if isinstance(entry, list) else [entry])]
            found |= {f"{cell:.2f}" for cell in flat if cell}
    return found


def narrative(path: Path) -> list[str]:
    """The lines of part three."""
    lines = text(compose(recognise(open_workbook(path)), province="shanghai")).splitlines()
    start = [place for place, line in enumerate(lines) if line.startswith("第三部分")][1]
    return lines[start:]


def heading(name: str) -> str:
    return re.sub(r"^（?[一二三四五六七八九十]+[）、]|[“”。\s]", "", name)


def sections(lines: list[str]) -> dict[str, set[float]]:
    """The numbers under each heading."""
    found: dict[str, set[float]] = {}
    current = ""
    for line in lines:
        if re.match(r"（?[一二三四五六七八九十]+[）、]", line) and len(line) < 40:
            current = heading(line)
        found.setdefault(current, set()).update(float(number) for number in re.findall(r"\d+(?:\.\d+)?", line))
    return found


@pytest.mark.parametrize("layout", LAYOUTS, ids=["one", "three"])
@pytest.mark.parametrize("case", CASES)
def test_tables_alone_give_their_amounts(case: str, layout: dict[str, str], tmp_path: Path) -> None:
    known = amounts(published_tables(case, tmp_path / "公开表.xlsx", **layout))
    ours = {number for found in sections(narrative(tmp_path / "公开表.xlsx")).values() for number in found}
    wanted = [float(number) for _, number, unit in numbers(case) if unit == "万元" and "." in number and f"{float(number):.2f}" in known]
    assert len(wanted) > 25
    assert len([number for number in wanted if number in ours]) >= 0.97 * len(wanted)


@pytest.mark.parametrize("case", CASES)
def test_the_whole_text_once_the_rest_is_typed(case: str, tmp_path: Path) -> None:
    tables = published_tables(case, tmp_path / "公开表.xlsx")
    inputs = json.loads((SHARED / "cases" / case / "inputs.json").read_text(encoding="utf-8"))
    _type_in(tmp_path / "公开表.xlsx", _texts(tables, inputs), inputs)
    ours = sections(narrative(tmp_path / "公开表.xlsx"))
    lost = [(name, number) for name, number, _ in numbers(case) if float(number) not in ours.get(heading(name), set())]
    unlisted = [entry for entry in lost if not any(entry[0].startswith(name) and entry[1] == number for name, number in WRONG[case])]
    print(f"{case}: {len(numbers(case)) - len(lost)}/{len(numbers(case))}", lost)  # noqa: T201 - the share is the point
    assert unlisted == []


def _texts(tables: dict, inputs: dict) -> dict[str, object]:
    """说明资料 from the inputs of the case, amounts in 元."""
    total = next(row for row in tables["forms"]["01"]["rows"] if row["income_item"] and "总计" in row["income_item"])["income"]
    fiscal = next(row for row in tables["forms"]["04"]["rows"] if row["income_item"] and "总计" in row["income_item"])["income"]
    spent = next(row for row in tables["forms"]["05"]["rows"] if not row["code"])["amounts"][0]
    three = list((tables["forms"]["07"].get("actual") or {"合计": 0}).values())
    found: dict[str, object] = {}
    years = inputs["vs_last_year"]
    for key, now, change in [
        ("收入总计", total, years["收入支出总计"]),
        ("财政拨款收入总计", fiscal, years["财政拨款收入支出总计"]),
        ("一般公共预算支出", spent, years["一般公共预算财政拨款支出"]),
        ("三公合计", three[0], inputs["three_public"]["vs_last_year"]),
        ("公务用车费", three[2] if len(three) > 2 else 0, inputs["three_public"]["vs_last_year"]),
        (
            "机关运行经费",
            inputs["agency_running_cost"]["amount"],
            {**inputs["agency_running_cost"], "amount": inputs["agency_running_cost"]["delta"]},
        ),
    ]:
        found[f"上年.{key}"] = round(TEN_THOUSAND * ((now or 0) - _signed(change)), 2)
    found |= {"上年.因公出国费": 0, "上年.公务接待费": 0, "补充.机关运行经费": TEN_THOUSAND * inputs["agency_running_cost"]["amount"]}
    found["补充.一般公共预算年初预算"] = TEN_THOUSAND * inputs["year_start_budget_total"]
    found["补充.一般公共预算全年预算"] = TEN_THOUSAND * (inputs["full_year_budget_total"] or 0)
    found |= _procurement(inputs) | _assets(inputs) | _performance(inputs)
    return found


def _signed(change: dict | None) -> float:
    return 0 if change is None else change["amount"] * (-1 if change["direction"] == "减少" else 1)


def _procurement(inputs: dict) -> dict[str, object]:
    bought, small = inputs["procurement"], inputs["procurement_sme"]
    values = {
        f"补充.政府采购{name}": bought[key] for name, key in [("合计", "total"), ("货物", "goods"), ("工程", "works"), ("服务", "services")]
    }
    values |= {"采购.中小企业预留预算": small["sme_reserved_budget"], "采购.小微企业预留预算": small["small_micro_reserved_budget"]}
    values |= {"采购.预留中小企业成交": small["sme_won"], "采购.预留小微企业成交": small["small_micro_won"]}
    values["采购.其他中小企业成交"] = round(bought["total"] - small["sme_won"], 2)
    return {key: TEN_THOUSAND * value for key, value in values.items()}


def _assets(inputs: dict) -> dict[str, object]:
    names = ["部级领导用车", "主要领导用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种技术用车", "离退休用车", "其他用车"]
    values = {f"补充.{name}": count for name, count in zip(names, inputs["vehicles"].values(), strict=True)}
    cars = inputs["three_public"]["car_count"] or 0
    return values | {"补充.车辆合计": inputs["vehicles_total"], "补充.百万以上设备": inputs["equipment_over_1m"], "补充.用车保有量": cars}


def _performance(inputs: dict) -> dict[str, object]:
    done = inputs["performance"]
    values: dict[str, object] = {f"绩效.{name}项目数": done["projects"] for name in ("目标", "监控", "自评", "优")}
    values |= {f"绩效.{name}金额": TEN_THOUSAND * done["amount"] for name in ("目标", "监控", "自评")}
    problems = 3 if done["projects"] > 20 else 0
    values |= {
        "绩效.良项目数": 0,
        "绩效.合格项目数": 0,
        "绩效.不合格项目数": 0,
        "绩效.发现问题数": problems,
        "绩效.已整改数": problems,
        "绩效.整改中数": 0,
    }
    return values | {"绩效.平均得分": f"{done['score']:.2f}"}


def _type_in(path: Path, texts: dict[str, object], inputs: dict) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("说明资料")
    for row in [["说明资料"], [], [], ["编号", "类别", "项目", "内容", "单位", "填写要求"]]:
        sheet.append(row)
    for key, value in texts.items():
        sheet.append([key, None, None, value])
    sheet = book.create_sheet("说明资料-科目")
    for row in [["说明资料-科目"], [], [], ["科目编码", "科目名称", "资金性质", "年初预算数", "全年预算数", "变动原因", "主要用途"]]:
        sheet.append(row)
    for item in inputs["items"]:
        budgets = [TEN_THOUSAND * item["budget"] if kind == item["budget_kind"] else None for kind in ("年初预算", "全年预算")]
        sheet.append([item["code"], item["item"], "一般公共预算", *budgets, item["reason"], item["used_for"]])
    book.save(path)
