"""芦淞 2019 (湖南, newly founded) and 米易 2019 (四川): part two again from the numbers, each difference named with its reason."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from tests.narrative.paper import Paper, Rows, paper, typed
from tests.narrative.sentences import same, sentences

from juesuan.narrative import compose
from juesuan.render.text import text

HERE = Path(__file__).parent / "founding"
WAN = 10000


def yuan(amounts: dict[str, float]) -> dict[str, object]:
    return {name: Decimal(str(amount)) * WAN for name, amount in amounts.items()}


def three_public(spent: float, budget: float) -> Rows:
    empty = yuan({"1": 0, "2": 0, "3": 0})
    names = ("因公出国（境）费", "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费", "外事接待费")
    counts = {"1": 0, "2": 0, "3": 0}
    rows: Rows = dict.fromkeys(names, empty) | dict.fromkeys(
        ("因公出国（境）团组数", "因公出国（境）人次数", "公务用车购置数", "公务用车保有量"), counts
    )
    return rows | {name: yuan({"1": budget, "2": budget, "3": spent}) for name in ("支出合计", "公务接待费", "国内接待费")}


def running(funds: float, bought: float, small: float) -> Rows:
    cars = [
        "车辆数合计",
        "主要领导干部用车",
        "机要通信用车",
        "应急保障用车",
        "执法执勤用车",
        "特种专业技术用车",
        "离退休干部用车",
        "其他用车",
    ]
    things = [*cars, "单价50万元以上通用设备", "单价100万元以上专用设备"]
    amounts = {"机关运行经费": funds, "政府采购支出合计": bought, "政府采购货物支出": bought, "政府采购工程支出": 0, "政府采购服务支出": 0}
    contracts = {"政府采购授予中小企业合同金额": small, "授予小微企业合同金额": small}
    return {name: yuan({"3": amount}) for name, amount in (amounts | contracts).items()} | {name: {"3": 0} for name in things}


def lusong() -> Paper:
    items = {"2010301": 71.95, "2010399": 0.4, "2011001": 29.14, "2080107": 38.44, "2080109": 31.99, "2100101": 50.69, "2101301": 84.27}
    classes = {"201": 101.49, "208": 70.43, "210": 134.96, "合计": 306.88}
    forms: dict[str, Rows] = {
        "财决01": {
            "收入总计": yuan({"3": 377.75}),
            "支出总计": yuan({"9": 307.96}),
            "本年收入合计": yuan({"3": 377.75}),
            "本年支出合计": yuan({"9": 307.96}),
            "其他收入": yuan({"3": 70.87}),
        },
        "财决01-1": {"收入总计": yuan({"3": 306.88}), "支出总计": yuan({"支出/按支出性质和经济分类/决算数/小计": 306.88})},
        "财决03": {"合计": yuan({"1": 377.75, "2": 306.88})},
        "财决04": {"合计": yuan({"1": 307.96, "2": 223.69, "3": 84.27})},
        "财决07": {code: yuan({"7": amount}) for code, amount in (items | classes).items()},
        "财决08-1": {"合计": yuan({"1": 222.61, "E301": 129.03, "E302": 93.58, "E30215": 0.46})},
        "财决09": {"合计": yuan({"4": 0, "7": 0})},
        "财决附03": three_public(0, 0) | {"国内公务接待批次": {"3": 0}, "国内公务接待人次": {"3": 0}} | running(93.58, 0.94, 0.94),
        "说明资料": typed(设置_新成立="2019年4月", 一般性支出_会议人数="80", 一般性支出_会议用途="医保筹资动员大会"),
    }
    return paper(forms, 2019, "株洲市芦淞区医疗保障局")


def miyi() -> tuple[Paper, Paper]:
    items = {"2080101": 200.57, "2080109": 5.23, "2080199": 19.12, "2080504": 0.95, "2080505": 18.29, "2101101": 12.51, "2101103": 1.23}
    items |= {"2109901": 14, "2130506": 486.53, "2210201": 21.79}
    classes = {"208": 225.05, "210": 13.73, "213": 486.53, "221": 21.79, "合计": 747.1}
    totals = {"本年收入合计": {"3": 760.35}, "本年支出合计": {"9": 747.1}, "一般公共预算财政拨款收入": {"3": 746.35}, "其他收入": {"3": 14}}
    forms: dict[str, Rows] = {
        "财决01": {name: yuan(amounts) for name, amounts in (totals | {"收入总计": {"3": 760.35}, "支出总计": {"9": 747.1}}).items()},
        "财决01-1": {"收入总计": yuan({"3": 760.35}), "支出总计": yuan({"支出/按支出性质和经济分类/决算数/小计": 747.1})},
        "财决04": {"合计": yuan({"2": 255.34, "3": 491.76, "4": 0, "5": 0, "6": 0})},
        "财决07": {code: yuan({"7": amount}) for code, amount in (items | classes).items()},
        "财决08-1": {"合计": yuan({"1": 255.34, "E301": 224.78, "E302": 30.56})},
        "财决09": {"合计": yuan({"7": 0})},
        "财决11": {"合计": yuan({"5": 0})},
        "财决附03": three_public(0.39, 0.76) | {"国内公务接待批次": {"3": 2}, "国内公务接待人次": {"3": 22}} | running(30.56, 0, 0),
        "说明资料-科目": {code: yuan({"全年预算数": amount}) for code, amount in items.items()},
        "说明资料": typed(接待_明细="绵阳市医保局考察学习，0.12万元\n基金专项治理交叉检查，0.26万元"),
    }
    last: dict[str, Rows] = {
        "财决01": {"收入总计": yuan({"3": 1651.24}), "支出总计": yuan({"9": 1650.49})},
        "财决01-1": {"收入总计": yuan({"3": 1651.24}), "支出总计": yuan({"支出/按支出性质和经济分类/决算数/小计": 1650.49})},
        "财决07": {"合计": yuan({"7": 415.13})},
        "财决附03": three_public(0.69, 0.69) | running(25.21, 0, 0),
    }
    return paper(forms, 2019, "米易县医疗保障事务中心"), paper(last, 2018, "米易县医疗保障事务中心")


# Published number → why ours is another, by line (芦淞) or section (米易, whose sentences are its own).
LUSONG = {
    158: {"0": "预算为零，不写完成率；新成立单位不与上年比"},
    160: {"0": "预算为零，不写完成率"},
    162: {"0": "预算为零，不写完成率"},
}
MIYI = {
    "收入支出决算总体情况说明": {
        "1651.24": "上年数只用来算变动，不在句中",
        "1650.49": "上年数只用来算变动，不在句中",
        "903.38": "1650.49-747.10=903.39",
    },
    "财政拨款收入支出决算总体情况说明": {
        "1651.24": "上年数只用来算变动，不在句中",
        "1650.49": "上年数只用来算变动，不在句中",
        "903.38": "1650.49-747.10=903.39",
    },
    "一般公共预算财政拨款支出决算情况说明": {
        "746.35": "一般公共预算支出是747.10，746.35是收入",
        "99.9": "747.10/747.10",
        "331.22": "747.10-415.13=331.97",
        "79.79": "331.97/415.13=79.97",
    },
    "“三公”经费财政拨款支出决算情况说明": {"43.88": "0.30/0.69=43.48"},
}


def lines_of(case: str, first: int, last: int) -> list[tuple[int, str]]:
    lines = (HERE / f"{case}.txt").read_text(encoding="utf-8").splitlines()
    return [(number, _clean(line)) for number, line in enumerate(lines, 1) if first <= number <= last]


def test_lusong_sentence_by_sentence() -> None:
    ours = sentences([(0, line) for line in text(compose(lusong(), None, "hunan", tables=False)).splitlines()])
    kept, lost = 0, []
    for sentence in sentences(lines_of("芦淞2019", 104, 212)):
        mine = same(sentence, ours)
        for number in sentence.numbers:
            kept += number in mine.numbers
            if number not in mine.numbers and str(number) not in LUSONG.get(sentence.line, {}):
                lost.append(f"{sentence.line}: {number} “{sentence.text[:70]}” ours “{mine.text[:90]}”")
    assert not lost, "\n".join(lost)
    assert kept > 100


def test_miyi_section_by_section() -> None:
    this, before = miyi()
    ours = sections(text(compose(this, before, "sichuan", tables=False)).splitlines())
    wanted = sections([line for _, line in lines_of("米易2019", 35, 120)])
    lost = [(name, str(number)) for name, numbers in wanted.items() for number in numbers if number not in ours[name]]
    assert [(name, number) for name, number in lost if number not in MIYI.get(name, {})] == []
    assert sum(map(len, wanted.values())) > 70


def sections(lines: list[str]) -> dict[str, set[Decimal]]:
    """The numbers under each 一、; 九、 was printed 9、."""
    found: dict[str, set[Decimal]] = {}
    current = ""
    for line in lines:
        if re.match(r"[一二三四五六七八九十9]、", line):
            current = line.split("、", 1)[1]
        found.setdefault(current, set()).update(number for sentence in sentences([(0, line)]) for number in sentence.numbers)
    return found


def _clean(line: str) -> str:
    """Without what the conversion to text left behind."""
    return re.sub(r"\[[^\]]*\]|（图\d：.*", "", line).replace(" ", "").replace("760.35d", "760.35").strip()
