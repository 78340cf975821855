"""Forms whose rows are 科目: codes in one cell or three, 合计 anywhere, projects, economic columns."""

from __future__ import annotations

import pytest
from sheet_rows import heading

TOP = ["项目", None, None, None, "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
LEAD = ["支出功能分类科目编码", None, None, "科目名称"]
NUMBERS = ["类", "款", "项", "栏次", 1, 2, 3, 4, 5, 6]
HEADER_MERGES = ["A4:D4", "A5:C5", "E4:E5", "F4:F5", "G4:G5"]
ROWS = {
    "210": ("卫生健康支出", [9, 4, 5]),
    "21015": ("医疗保障管理事务", [9, 4, 5]),
    "2101501": ("行政运行", [4, 4, None]),
    "2101599": ("其他医疗保障管理事务支出", [5, 0, 5]),
}


def whole(code):
    return [code, None, None]


def as_number(code):
    return [int(code), None, None]


def in_three(code):
    return [code[:3], code[3:5] or None, code[5:7] or None]


def growing(code):
    return [code[:3], code[:5] if len(code) > 3 else None, code if len(code) > 5 else None]


def numbers_in_three(code):
    return [int(part) if part else None for part in in_three(code)]


def repeated_left_out(code):
    return [code if len(code) == 3 else None, code[3:5] if len(code) == 5 else None, code[5:7] or None]


def with_name(code):
    return [f"{code} {ROWS[code][0]}", None, None]


def body(layout, total="first", label_column=0):
    total_row = [None] * 4
    total_row[label_column] = "合计"
    rows = [[*layout(code), None if layout is with_name else name, *amounts] for code, (name, amounts) in ROWS.items()]
    return [[*total_row, 9, 4, 5], *rows] if total == "first" else [*rows, [*total_row, 9, 4, 5]]


def form_04(recognised, rows, merges=(), name="Z04 支出决算表(财决04表)"):
    sheet = [*heading("支出决算表", "财决04表", width=10), TOP, LEAD, NUMBERS, *rows]
    return recognised({name: sheet}, **{name: [*HEADER_MERGES, *merges]})


@pytest.mark.parametrize("layout", [whole, as_number, in_three, growing, numbers_in_three, repeated_left_out, with_name])
def test_codes_in_one_cell_or_three_as_text_or_number(recognised, layout):
    found = form_04(recognised, body(layout))
    form = found.form("财决04")
    assert [row.id for row in form.rows] == ["合计", "210", "21015", "2101501", "2101599"]
    assert [row.level for row in form.rows] == ["合计", "类", "款", "项", "项"]
    assert [row.label for row in form.rows[1:]] == [name for name, _ in ROWS.values()]
    assert found.amount("财决04", "2101501", "基本支出") == 4
    assert found.amount("财决04", "2101501", "3") is None


@pytest.mark.parametrize(("total", "column"), [("first", 0), ("last", 0), ("first", 3), ("last", 3)])
def test_the_total_first_or_last_under_the_codes_or_the_names(recognised, total, column):
    found = form_04(recognised, body(in_three, total, column))
    assert found.amount("财决04", "合计", "1") == 9
    assert found.amount("财决04", "2101599", "3") == 5


def test_the_total_in_the_header_row(recognised):
    rows = [*heading("支出决算表", "公开03表", "万元", width=7), TOP[:7], LEAD, ["类", "款", "项", "合计", 9, 4, 5], *body(in_three)[1:]]
    found = recognised({"公开03": rows}, 公开03=["A4:D4", "A5:C5"])
    assert [row.id for row in found.form("公开03").rows][:2] == ["合计", "210"]
    assert found.amount("公开03", "合计", "2") == 40000


def test_levels_named_in_the_row_of_the_total_alone(recognised):
    total = ["类", "款", "项", "合计", 9, 4, 5]
    rows = [*heading("支出决算表", "公开03表", "万元", width=7), TOP[:7], LEAD, total, *body(numbers_in_three)[1:]]
    found = recognised({"公开03": rows})
    assert [row.id for row in found.form("公开03").rows] == ["合计", *ROWS]


def test_the_total_beside_merged_headers(recognised):
    rows = [TOP[:7], LEAD, ["类", "款", "项", "栏次", 1, 2, 3], [None, None, None, "合计", 9, 4, 5], *body(whole)[1:]]
    merges = ["A4:D4", "A5:C5", "A6:A7", "B6:B7", "C6:C7"]
    found = recognised({"公开03": [*heading("支出决算表", "公开03表", "万元", width=7), *rows]}, 公开03=merges)
    assert found.amount("公开03", "合计", "1") == 90000
    assert found.amount("公开03", "210", "1") == 90000


def test_merged_code_cells(recognised):
    found = form_04(recognised, body(whole), [f"A{row}:C{row}" for row in range(7, 12)])
    assert found.amount("财决04", "2101501", "1") == 4


def test_rows_that_moved_keep_their_addresses(recognised):
    rows = body(whole)
    moved = [rows[0], [], ["207", None, None, "文化旅游体育与传媒支出", 1], *rows[1:3], rows[4], rows[3]]
    found = form_04(recognised, moved)
    assert found.amount("财决04", "2101501", "1") == 4
    assert found.amount("财决04", "21015", "3") == 5
    assert found.amount("财决04", "207", "1") == 1


def test_notes_and_signatures_end_the_table(recognised):
    tail = [["注：本表反映部门本年度各项支出情况。"], ["210", None, None, "不在表内", 1]]
    assert len(form_04(recognised, [*body(whole), *tail]).form("财决04").rows) == 5
    assert len(form_04(recognised, [*body(whole), ["单位负责人：张三"], *tail]).form("财决04").rows) == 5


def test_a_used_range_far_larger_than_the_table(recognised):
    found = form_04(recognised, body(whole), ["XFD900:XFD901"])
    far = form_04(recognised, [*body(whole), *[[]] * 3000, ["", None, None, None, " "]])
    assert len(found.form("财决04").rows) == len(far.form("财决04").rows) == 5


def test_columns_are_known_by_label_where_no_number_is_printed(recognised):
    rows = [*heading("政府性基金预算财政拨款收入支出决算表", "公开07表", "万元", 2022, 8),
            ["功能分类科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出合计", "基本支出", "项目支出", "年末结转和结余"],
            ["合计", None, 1, 2, 3, 4, 5, 6]]
    form = recognised({"基金": rows}).form("公开基金")
    assert [column.number for column in form.columns] == list("123456")
    assert form.column("本年支出/小计").column == 5
    assert form.printed_code == "公开07表"


def test_header_labels_of_merges_and_of_blanks_that_continue(recognised):
    head = [["科目编码", "科目名称", "年初结转和结余", None, None, "本年收入"],
            [None, None, "合计", "基本支出结转", "项目支出结转和结余", "合计", "基本支出", "项目支出"]]
    row = ["合计", None, *range(10, 16)]
    title = heading("一般公共预算财政拨款收入支出决算表", "财决07表", width=8)
    name = "Z07 一般公共预算财政拨款收入支出决算表"
    paths = [
        [column.path for column in recognised({name: [*title, *head, row]}, **{name: merges}).form("财决07").columns]
        for merges in ([], ["A4:A5", "B4:B5", "C4:E4", "F4:H4"])
    ]
    assert paths[0] == paths[1]
    assert paths[0][1] == ("年初结转和结余", "基本支出结转")
    assert paths[0][5] == ("本年收入", "项目支出")


ECONOMIC = [
    ["工资福利支出", "小计"], ["工资福利支出", "基本工资"], ["工资福利支出", "住房公积金"],
    ["其他支出", "小计"], ["其他支出", "其他支出"],
]


@pytest.mark.parametrize("numbered", [True, False])
def test_economic_columns_are_named_by_code_whatever_their_number(recognised, numbered):
    top = ["科目编码", "科目名称", "合计", *[upper for upper, _ in ECONOMIC]]
    sub = [None, None, None, *[lower for _, lower in ECONOMIC]]
    numbers = [[None, "栏次", 1, 2, 3, 13, 103, 107]] if numbered else []
    row = ["合计", None, 5, 3, 1, 2, 2, 2]
    sheet = [*heading("支出决算明细表", "财决05表", year=2020, width=8), top, sub, *numbers, row]
    found = recognised({"Z05": sheet}, Z05=["C4:C5"])
    form = found.form("财决05")
    assert [column.econ for column in form.columns] == ["", "301", "30101", "30113", "399", "39999"]
    assert found.amount("财决05", "合计", "E399") == 2
    assert form.column("E39999").number == ("107" if numbered else "109")
    assert form.column("住房公积金").econ == "30113"


def project_sheet(rows):
    top = ["科目编码", None, None, "科目名称", "项目名称", "项目代码", "基建项目属性", "合计", "工资福利支出"]
    sub = ["类", "款", "项", None, None, None, None, None, "小计"]
    return [*heading("项目支出决算明细表", "财决05-2表", width=9), top, sub, [None, None, None, "栏次", None, None, None, 1, 2], *rows]


def test_project_rows_stand_below_their_subject(recognised):
    rows = [
        ["合计", None, None, None, None, None, None, 7],
        ["2101502", None, None, "一般行政管理事务", None, None, None, 7],
        ["2101502", None, None, "一般行政管理事务", "医保专项经费", None, "非基建", 3],
        [None, None, None, None, "信息化建设", "X001", "非基建", 4],
        ["2101505", None, None, "医疗保障政策管理", None, None, None, 0],
    ]
    found = recognised({"Z05_2": project_sheet(rows)})
    form = found.form("财决05-2")
    assert [row.id for row in form.rows] == ["合计", "2101502", "2101502/医保专项经费", "2101502/X001", "2101505"]
    assert [row.level for row in form.rows] == ["合计", "项", "项目", "项目", "项"]
    assert form.rows[3].subject == "2101502"
    assert form.rows[3].label == "信息化建设"
    assert found.amount("财决05-2", "2101502/X001", "1") == 4
    assert found.amount("财决05-2", "2101502", "1") == 7


def test_economic_columns_of_a_sheet_cut_in_two(recognised):
    head = ["科目编码", "科目名称"]
    first = [[*head, "合计", "工资福利支出"], [None, "栏次", 1, 2], ["合计", None, 5, 3], ["210", "卫生健康支出", 5, 3]]
    rest = [[*head, "商品和服务支出"], [None, "栏次", 16], ["合计", None, 2], ["210", "卫生健康支出", 2]]
    title, further = heading("支出决算明细表", "财决05表"), heading("支出决算明细表（续）", "财决05表")
    found = recognised({"Z05": [*title, *first], "Z05续": [*further, *rest]})
    form = found.form("财决05")
    assert form.sheets == ("Z05", "Z05续")
    assert found.amount("财决05", "210", "2") == 3
    assert found.amount("财决05", "210", "16") == 2
    cell = found.cell("财决05", "210", "16")
    assert cell.sheet == "Z05续"
    assert str(form.address(cell)) == "财决05[210,16]"
    assert found.of_sheet("Z05续") is form


def test_rows_continued_on_another_sheet(recognised):
    rows = body(whole)
    sheets = {
        "Z04 支出决算表": [*heading("支出决算表", "财决04表", width=10), TOP, LEAD, NUMBERS, *rows[:3]],
        "Z04 续表": [*heading("支出决算表（续表）", "财决04表", width=10), TOP, LEAD, NUMBERS, *rows[3:]],
    }
    found = recognised(sheets)
    assert [row.id for row in found.form("财决04").rows] == ["合计", "210", "21015", "2101501", "2101599"]
    assert found.amount("财决04", "2101599", "1") == 5
    assert not found.unrecognised


def test_a_second_copy_of_a_form_is_left_out_with_a_reason(recognised):
    sheet = [*heading("支出决算表", "财决04表", width=10), TOP, LEAD, NUMBERS, *body(whole)]
    found = recognised({"Z04 支出决算表": sheet, "支出决算表备份": sheet})
    assert found.form("财决04").sheet == "Z04 支出决算表"
    assert "Z04 支出决算表" in found.unrecognised[0].reason
