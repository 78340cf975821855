"""Makes the two workbooks of this case from numbers.toml: as printed in the published text, its errors included.

Run after the templates or the numbers change: `python tests/cases/lizhou-2020/make.py`. It also writes corrections.toml: what a clerk
would type to make everything add up.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import rtoml

sys.path.insert(0, str(Path(__file__).parent.parent))

from filling import Filling, with_parents

from juesuan.resources import template

HERE = Path(__file__).parent
WAN = 10000
YEAR = 2020
FORMS_2020 = (
    "封面", "财决01", "财决01-1", "财决03", "财决04", "财决05", "财决05-1", "财决05-2", "财决07", "财决08", "财决08-1", "财决08-2",
    "财决09", "财决10", "财决10-1", "财决10-2", "财决11", "财决附03",
)
FORMS_2019 = ("封面", "财决01", "财决01-1", "财决07", "财决附03")
GENERAL, FUND = "一般公共预算", "政府性基金"


def numbers() -> dict[str, Any]:
    """numbers.toml, its 万元 still as text, with the long texts of texts.toml among its inputs."""
    data: dict[str, Any] = rtoml.load(HERE / "numbers.toml")
    data["inputs"] |= rtoml.load(HERE / "texts.toml")
    return data


def yuan(wan: str) -> Decimal:
    return Decimal(wan) * WAN


def workbook_path(year: int) -> Path:
    return HERE / f"利州区医疗保障局{year}年度部门决算.xlsx"


def make_current(data: Mapping[str, Any]) -> None:
    items, fund = data["item"], data["fund"]
    general = with_parents(item["code"] for item in items)
    everything = with_parents([*(item["code"] for item in items), fund["code"]])
    basic = with_parents(item["code"] for item in items if item["part"] == "基本支出")
    projects = with_parents(item["code"] for item in items if item["part"] == "项目支出")
    fund_only = with_parents([fund["code"]])
    subjects: dict[str, list[str]] = dict.fromkeys(("财决03", "财决04", "财决05"), everything)
    subjects |= dict.fromkeys(("财决07", "财决08"), general) | dict.fromkeys(("财决05-1", "财决08-1"), basic)
    subjects |= {"财决05-2": with_parents([*projects, *fund_only]), "财决08-2": projects, "财决10-1": [], "财决11": []}
    subjects |= dict.fromkeys(("财决09", "财决10", "财决10-2"), fund_only)
    filling = Filling(YEAR, data["unit_name"], FORMS_2020, subjects)
    _fill_detail(filling, data)
    _fill_revenue(filling, items, fund)
    _fill_running(filling, data["running"])
    _fill_cover(filling)
    _fill_inputs(filling, data)
    as_printed(filling, items, fund)
    filling.save(workbook_path(YEAR))


def _fill_detail(filling: Filling, data: Mapping[str, Any]) -> None:
    detail = {item["code"]: ("财决05-1", "财决08-1") if item["part"] == "基本支出" else ("财决05-2", "财决08-2") for item in data["item"]}
    detail[data["fund"]["code"]] = ("财决05-2", "财决10-2")
    for code, forms in detail.items():
        for form in forms:
            for economic, wan in data["economic"][code].items():
                filling.subject(form, code, f"E{economic}", yuan(wan))


def _fill_revenue(filling: Filling, items: list[dict[str, str]], fund: Mapping[str, str]) -> None:
    """Revenue of an item is its full-year budget, so that what was not spent is carried over: 71.47 in four items."""
    for item in items:
        filling.subject("财决07", item["code"], "5" if item["part"] == "基本支出" else "6", yuan(item["budget"]))
    filling.subject("财决09", fund["code"], "6", yuan(fund["wan"]))


def _fill_running(filling: Filling, running: list[dict[str, Any]]) -> None:
    for entry in running:
        column = "4" if filling.row("财决附03", entry["row"]).panel else "3"
        if "budget" in entry:
            for budget_column in ("1", "2"):
                filling.fixed("财决附03", entry["row"], budget_column, yuan(entry["budget"]))
        else:
            filling.fixed("财决附03", entry["row"], column, Decimal(entry["count"]) if "count" in entry else yuan(entry["wan"]))


def _fill_cover(filling: Filling) -> None:
    for key, value in {"nature": "12", "mgmt_level": "4", "budget_level": "1", "report_type": "0", "new_reason": "0"}.items():
        filling.cover(key, value)


def _fill_inputs(filling: Filling, data: Mapping[str, Any]) -> None:
    for key, content in data["inputs"].items():
        filling.input(key, content.strip() if isinstance(content, str) else content)
    for item in data["item"]:
        filling.subject_input(item["code"], GENERAL, yuan(item["budget"]), item.get("reason", ""))
    filling.subject_input(data["fund"]["code"], FUND, yuan(data["fund"]["wan"]), "")


def as_printed(filling: Filling, items: list[dict[str, str]], fund: Mapping[str, str]) -> None:
    """The errors of the published text, typed over what the template computes."""
    filling.fixed("财决01", "年末结转和结余", "9", None)
    filling.fixed("财决01-1", "年末_一般公共预算财政拨款", "25", None)
    for item in items:
        filling.subject("财决04", item["code"], "2", yuan(item["wan"]))
        filling.subject("财决04", item["code"], "3", Decimal(0))
    filling.subject("财决04", fund["code"], "2", Decimal(0))
    filling.subject("财决04", fund["code"], "3", yuan(fund["wan"]))
    filling.sum_children("财决04", ("2", "3"))


def corrections(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Decimal]]:
    """(form, row, column, value in 元) that make the 2020 workbook add up."""
    carried = sum((yuan(item["budget"]) - yuan(item["wan"]) for item in data["item"]), Decimal(0))
    yield "财决01", "86", "9", carried
    yield "财决01-1", "87", "25", carried
    for item in data["item"]:
        if item["part"] == "项目支出":
            yield "财决04", item["code"], "2", Decimal(0)
            yield "财决04", item["code"], "3", yuan(item["wan"])


def write_corrections(data: Mapping[str, Any]) -> None:
    text = "# 使 2020 年工作簿平衡要改的单元格（由 make.py 写出）：form 表号，row 行次或科目编码，column 栏次，value 金额（元）\n"
    for form, row, column, value in corrections(data):
        text += f'\n[[correction]]\nform = "{form}"\nrow = "{row}"\ncolumn = "{column}"\nvalue = "{value:.2f}"\n'
    (HERE / "corrections.toml").write_text(text, encoding="utf-8")


def make_prior(data: Mapping[str, Any]) -> None:
    """2019: the totals that the text gives, typed where the template would add up."""
    prior, year = data["prior"], YEAR - 1
    filling = Filling(year, data["unit_name"], FORMS_2019, {"财决07": []})
    for form in ("财决01", "财决01-1"):
        filling.fixed(form, "本年收入合计", "3", yuan(prior["total"]))
    filling.fixed("财决01", "本年支出合计", "9", yuan(prior["total"]))
    for rank, wan in enumerate((prior["total"], prior["general_spending"])):
        filling.fixed("财决01-1", "本年支出合计", filling.final_column("财决01-1", "本年支出合计", rank), yuan(wan))
    filling.total("财决07", "7", yuan(prior["general_spending"]))
    filling.fixed("财决附03", "国内接待费", "3", yuan(prior["reception"]))
    filling.fixed("财决附03", "行政单位", "4", yuan(prior["running_cost"]))
    filling.cover("nature", "12")
    filling.save(workbook_path(year))


def check(data: Mapping[str, Any]) -> None:
    """What was spread over economic items must add up to what the text prints."""
    by_code = {code: sum(map(Decimal, amounts.values())) for code, amounts in data["economic"].items() if isinstance(amounts, dict)}
    for item in [*data["item"], data["fund"]]:
        if by_code[item["code"]] != Decimal(item["wan"]):
            raise SystemExit(f"{item['code']}：经济分类合计 {by_code[item['code']]}，应为 {item['wan']}")


def main() -> None:
    data = numbers()
    check(data)
    make_current(data)
    make_prior(data)
    write_corrections(data)
    for book in HERE.glob("[!~]*年度*.xlsx"):
        shutil.copy(book, template("示例") / book.name)


if __name__ == "__main__":
    main()
