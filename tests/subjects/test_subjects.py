"""The classifications by year: lookup, search by code, name and 拼音, judging a code and its name, codes that changed."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from juesuan.resources import resource
from juesuan.subjects import Subjects, earlier_codes, later_code, renamings
from juesuan.subjects.subject import all_subjects

LIZHOU_2020 = {
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2100199": "其他卫生健康管理事务支出",
    "2101101": "行政单位医疗",
    "2101102": "事业单位医疗",
    "2101199": "其他行政事业单位医疗支出",
    "2101301": "城乡医疗救助",
    "2101399": "其他医疗救助支出",
    "2101501": "行政运行",
    "2101502": "一般行政管理事务",
    "2101504": "信息化建设",
    "2101505": "医疗保障政策管理",
    "2101599": "其他医疗保障管理事务支出",
    "21208": "国有土地使用权出让收入及对应专项债务收入安排的支出",
    "2120805": "补助被征地农民支出",
    "2130506": "社会发展",
    "2210201": "住房公积金",
}


FURTHER_REPORTS = [
    (2019, "2080101", "行政运行"), (2019, "2130506", "社会发展"), (2019, "2101101", "行政单位医疗"), (2019, "2210201", "住房公积金"),
    (2019, "2011001", "行政运行"), (2019, "2010301", "行政运行"), (2019, "2010399", "其他政府办公厅（室）及相关机构事务支出"),
    (2019, "2100101", "行政运行"), (2019, "2080107", "社会保险业务管理事务"), (2019, "2080109", "社会保险经办机构"),
]  # fmt: skip


@pytest.fixture(scope="module")
def subjects():
    return Subjects.for_year(2020)


@pytest.mark.parametrize(("code", "name"), LIZHOU_2020.items())
def test_codes_of_a_published_report_have_their_names(subjects, code, name):
    assert subjects.functional(code).name == name
    assert subjects.problem(code, name) is None


@pytest.mark.parametrize(("year", "code", "name"), FURTHER_REPORTS)
def test_what_a_document_proves_is_more_than_recalled(year, code, name):
    subject = Subjects.for_year(year).functional(code)
    assert subject.name == name
    assert not subject.recalled


@pytest.mark.parametrize("code", ["2120805", "2130506", "2101501"])
def test_a_wrong_name_beside_a_proven_code_is_an_error(subjects, code):
    assert subjects.problem(code, "行政管理").severity == "error"


def test_the_two_classifications_are_apart(subjects):
    assert subjects.economic("30101").name == "基本工资"
    assert subjects.functional("30101") is None
    assert subjects.economic("2010101") is None


def test_codes_may_be_typed_in_parts(subjects):
    assert subjects.find("210 15 01") == subjects.find("2101501") == subjects.find("210.15.01")


def test_climbing_up_and_down(subjects):
    assert subjects.parent("2101501").code == "21015"
    assert subjects.parent("21015").code == "210"
    assert subjects.parent("210") is None
    assert "2101501" in [child.code for child in subjects.children("21015")]
    assert {child.level for child in subjects.children()} == {"类"}
    assert subjects.path("2101501") == ("卫生健康支出", "医疗保障管理事务", "行政运行")


def test_names_follow_the_year():
    assert Subjects.for_year(2019).find("20805").name == "行政事业单位离退休"
    assert Subjects.for_year(2020).find("20805").name == "行政事业单位养老支出"
    assert Subjects.for_year(2018).find("21015") is None
    assert Subjects.for_year(2020).find("39906").name
    assert Subjects.for_year(2021).find("39906") is None


def test_no_code_stands_twice_in_a_year():
    for year in range(2018, 2026):
        standing = [line["code"] for line in _lines() if (line["valid_from"] or "0") <= str(year) <= (line["valid_to"] or "9999")]
        assert len(standing) == len(set(standing)) == len(Subjects.for_year(year))


def _lines():
    for name in ("functional_codes.csv", "economic_codes.csv"):
        with resource(name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2101501", "2101501"),
        ("21015", "21015"),
        ("医疗保障管理", "21015"),
        ("ylbzglsw", "21015"),
        ("210 行政运行", "2100101"),
        ("jbgz", "30101"),
    ],
)
def test_search(subjects, typed, first):
    assert subjects.search(typed)[0].code == first


def test_search_by_initials_finds_every_name_they_fit(subjects):
    assert {found.name for found in subjects.search("xzyx", limit=200)} == {"行政运行"}


def test_search_for_nothing_or_nonsense_finds_nothing(subjects):
    assert subjects.search("  ") == []
    assert subjects.search("没有这个科目") == []


@pytest.mark.parametrize(
    ("code", "name", "severity", "words"),
    [
        ("21015011", "", "error", "3 位"),
        ("行政运行", "", "error", "3 位"),
        ("2990101", "", "error", "类级 299 不存在"),
        ("2101588", "", "info", "不在 2020 年科目表"),
        ("2011501", "", "info", "不在 2020 年科目表"),
        ("20115", "工商行政管理事务", "info", "2018年及以前"),
        ("20805", "行政事业单位离退休", "info", "2019年及以前的名称"),
        ("2101501", "机关服务", "error", "应为“行政运行”"),
        ("2120803", "征地和拆迁补偿支出", "info", "应为“城市建设支出”"),
    ],
)
def test_problems(subjects, code, name, severity, words):
    problem = subjects.problem(code, name)
    assert problem.severity == severity
    assert words in problem.sentence


def test_a_recalled_entry_never_gives_an_error():
    for year in (2019, 2020, 2024):
        subjects = Subjects.for_year(year)
        severities = {subjects.problem(found.code, "别的名称").severity for found in subjects.search("支出", limit=2000) if found.recalled}
        assert severities == {"info"}


def test_white_space_and_brackets_in_a_name_do_not_matter(subjects):
    assert subjects.problem("30213", "维修(护) 费\n") is None


def test_codes_that_changed_lead_to_each_other():
    assert later_code("2089901", 2020, 2021) == "2089999"
    assert later_code("2089901", 2019, 2020) == "2089901"
    assert set(earlier_codes("2240703", 2021, 2020)) == {"2240703", "2240701", "2240702"}
    assert earlier_codes("2101501", 2021, 2020) == ("2101501",)


def test_the_table_of_changed_codes_names_codes_of_their_years():
    for renaming in renamings():
        assert Subjects.for_year(renaming.since - 1).find(renaming.old), renaming
        assert Subjects.for_year(renaming.since).find(renaming.new), renaming


def test_the_lists_are_whole():
    """As many as the lists that the data was taken from, 21208 twice since its name changed."""
    entries = all_subjects()
    functional = [entry for entry in entries if entry.code.startswith("2")]
    assert (len(functional), len(entries) - len(functional)) == (1691, 110)
    assert Counter(entry.level for entry in functional) == {"类": 34, "款": 247, "项": 1410}
    assert all(len(entry.code) == {"类": 3, "款": 5, "项": 7}[entry.level] and entry.name and entry.initials for entry in entries)
    assert len({(entry.code, entry.name, entry.first_year) for entry in entries}) == len(entries)
