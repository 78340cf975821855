"""A document made by hand that shows every kind of block, after the 2020 text of 广元市利州区医疗保障局."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from juesuan.document import (
    Block,
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Item,
    Missing,
    Number,
    PageBreak,
    Paragraph,
    Series,
    Table,
    TableCell,
    Text,
)

UNIT = "广元市利州区医疗保障局"
SENTENCES = tuple(Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines())


def heading(level: int, text: str) -> Heading:
    return Heading(level, (Text(text),))


def body(text: str, style: str = "body") -> Paragraph:
    return Paragraph((Text(text),), style)


def columns(number: int, caption: str, **series: tuple[str, str]) -> Figure:
    years = ("2019年", "2020年")
    made = tuple(Series(name, tuple(Item(y, Decimal(a)) for y, a in zip(years, amounts, strict=True))) for name, amounts in series.items())
    return Figure(number, caption, "columns", made)


def pie(number: int, caption: str, **amounts: str) -> Figure:
    return Figure(number, caption, "pie", (Series("", tuple(Item(label, Decimal(amount)) for label, amount in amounts.items())),))


FIGURES = (
    columns(1, "收、支决算总计变动情况图", 收入总计=("2031.12", "1163.32"), 支出总计=("2031.12", "1163.32")),
    pie(2, "收入决算结构图", 一般公共预算财政拨款收入="1128.63", 政府性基金预算财政拨款收入="34.69", 事业收入="0"),
    pie(3, "支出决算结构图", 基本支出="358.38", 项目支出="733.47", 经营支出="0"),
    columns(4, "财政拨款收、支决算总计变动情况", 收入总计=("2031.12", "1163.32"), 支出总计=("2031.12", "1163.32")),
    columns(5, "一般公共预算财政拨款支出决算变动情况", 支出=("1048.28", "1057.16")),
    pie(6, "一般公共预算财政拨款支出决算结构", 社会保障和就业支出="27.59", 卫生健康支出="657.41", 农林水支出="352.09", 住房保障支出="20.07",
        教育支出="3.15", 科学技术支出="2.04", 其他支出="0.5"),
    pie(7, "“三公”经费财政拨款支出结构", **{"因公出国（境）费": "0", "公务用车购置及运行维护费": "0", "公务接待费": "1.5"}),
)

RATIO = (
    Text("2020年度收入总计"), Number("1163.32", "收入总计"), Text("万元。与2019年相比，收入总计减少"), Number("867.8", "收入总计.增减"),
    Text("万元，下降"), Number("42.73%", "收入总计.增减率"), Text("。主要变动原因是"),
)


def wide_table(rows: int = 40) -> Table:
    names = ["基本工资", "津贴补贴", "奖金", "绩效工资", "机关事业单位基本养老保险缴费", "职业年金缴费", "住房公积金",
             "办公费", "差旅费", "公务接待费"]
    right = [TableCell(name, "center", bold=False) for name in names]
    header = (
        (TableCell("科目", "center", columns=2), TableCell("合计", "center", rows=2), TableCell("人员经费", "center", columns=7),
         TableCell("公用经费", "center", columns=3)),
        (TableCell("科目编码", "center"), TableCell("科目名称", "center"), *right),
    )
    lines = tuple(
        (TableCell(f"{2080500 + row}"), TableCell("机关事业单位基本养老保险缴费支出" if row % 3 else "行政运行"),
         *(TableCell(f"{(row * 1234567 + column * 98765) % 99999999 / 100:,.2f}", "right") for column in range(11)))
        for row in range(rows)
    )
    return Table("一般公共预算财政拨款基本支出决算明细表", header, lines, corner=(f"部门：{UNIT}", "公开06表", "金额单位：元"),
                 notes=("注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",), landscape=True)


def narrow_table(*, empty: bool = False) -> Table:
    header = ((TableCell("收入", "center", columns=3), TableCell("支出", "center", columns=3)),
              tuple(TableCell(text, "center") for text in ("项目", "行次", "金额", "项目", "行次", "金额")))
    rows = (("一、一般公共预算财政拨款收入", "1", "1,128.63", "一、一般公共服务支出", "32", ""),
            ("二、政府性基金预算财政拨款收入", "2", "34.69", "八、社会保障和就业支出", "39", "27.59"),
            ("三、上级补助收入", "3", "", "九、卫生健康支出", "40", "657.41"),
            ("本年收入合计", "27", "1,163.32", "本年支出合计", "58", "1,091.85"))
    body_rows = () if empty else tuple(tuple(TableCell(text, align, bold="合计" in text) for text, align in
                                             zip(row, ("left", "center", "right") * 2, strict=True)) for row in rows)
    return Table("收入支出决算总表", header, body_rows, widths=(5, 1, 2.4, 5, 1, 2.4), corner=(f"部门：{UNIT}", "金额单位：万元"),
                 notes=(f"说明：{UNIT}本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。",) if empty else
                 ("注：本表反映部门本年度的总收支和年末结转结余情况。",))


def text_table() -> Table:
    header = (tuple(TableCell(text, "center", bold=True) for text in ("年度目标", "预期目标", "目标实际完成情况")),)
    long = "".join(SENTENCES[3:6])[:900]
    lines = ((TableCell("保障基本医疗"), TableCell("逗硬定点机构考核，进一步规范医疗服务行为。"), TableCell(long)),
             (TableCell("信息化建设", rows=2), TableCell("完成20万元建设任务。"), TableCell("已完成。")),
             (TableCell("网址"), TableCell("https://www.lzq.gov.cn/xxgk/fdzdgknr/czyjs/bmjs/2020/202109/t20210915_1234567890.html")))
    return Table("项目绩效目标完成情况表", header, lines, widths=(2, 3, 7))


def _opening() -> tuple[Block, ...]:
    return (
        Cover(UNIT, "2020年度部门决算", ("公开时间：2021年9月15日",)), Contents(2),
        heading(0, "第一部分　部门概况"), heading(1, "一、基本职能及主要工作"), heading(2, "（一）主要职能"),
        *(body(sentence) for sentence in SENTENCES[:6]),
        heading(1, "二、机构设置"),
        body(f"{UNIT}下属二级单位1个，联系人：张䶮、李珺、王璟、赵𬭎、钱𫖯、孙𬬭、周堃、吴㛃。"),
    )


def _narrative(*, draft: bool) -> tuple[Block, ...]:
    reason = (Missing("原因.收入总计", "为什么减少867.80万元", "减少867.80万元"), Text("。")) if draft else (Text("征地农转非项目减少。"),)
    sections = ("一、收入支出决算总体情况说明", "二、收入决算情况说明", "三、支出决算情况说明", "四、财政拨款收入支出决算总体情况说明",
                "五、一般公共预算财政拨款支出决算情况说明",
                "六、一般公共预算财政拨款基本支出决算情况说明", "七、“三公”经费财政拨款支出决算情况说明")
    blocks: list[Block] = [heading(0, "第二部分　2020年度部门决算情况说明")]
    for number, (title, figure) in enumerate(zip(sections, FIGURES, strict=True)):
        blocks += [heading(1, title), Paragraph((*RATIO, *reason)), body(SENTENCES[20 + number]), figure]
        if number == 4:
            blocks += [heading(2, "（一）一般公共预算财政拨款支出决算总体情况"), heading(3, "1.社会保障和就业支出"), body(SENTENCES[40])]
    return (*blocks, body("（注：数据来源于财决01表，本文部分合计数与分项之和存在尾差，系四舍五入所致。）", "note"))


def sample(*, draft: bool = False) -> Document:
    """Cover to tables, about twenty pages."""
    tables: tuple[Block, ...] = (heading(0, "第五部分　附表"), narrow_table(), narrow_table(empty=True), wide_table(), text_table(),
                                 body(UNIT, "signature"), body("2021年9月15日", "signature"))
    return Document("2020年度部门决算", UNIT, 2020, (*_opening(), *_narrative(draft=draft), PageBreak(), *tables), draft=draft)


def long_document() -> Document:
    """Sixty pages with thirteen tables, for measuring."""
    chapters = [block for number in range(13) for block in
                (heading(0, f"第{number + 1}部分　情况说明"),
                 *(body(SENTENCES[(number * 12 + line) % len(SENTENCES)]) for line in range(22)),
                 wide_table(24) if number % 2 else narrow_table())]
    return Document("2020年度部门决算", UNIT, 2020, (Cover(UNIT, "2020年度部门决算"), Contents(), *chapters))
