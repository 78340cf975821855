"""Tables on the clipboard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juesuan.window.plain.clipboard_table import parse_html, parse_tsv, write_html, write_tsv

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {mso-number-format:General;}</style></head>
<body><!--StartFragment--><table border=0 cellpadding=0>
 <col width=72><tr height=19>
  <td colspan=2 class=xl65>收入
  合计</td>
  <td align=right x:num="11633200">11,633,200.00</td></tr>
 <tr><td rowspan=2>其他<br>收入</td><td>&nbsp;</td><td>1</td></tr>
 <tr><td>二</td><td>A&amp;B</td></tr>
<!--EndFragment--></table></body></html>"""


def test_a_block_from_excel() -> None:
    assert parse_html(EXCEL) == [["收入 合计", "", "11,633,200.00"], ["其他\n收入", "", "1"], ["", "二", "A&B"]]


def test_html_without_a_table_is_none() -> None:
    assert parse_html("<p>没有表</p>") is None


def test_only_the_first_table_counts_and_inner_tables_are_text() -> None:
    text = "<table><tr><td>甲<table><tr><td>里</td></tr></table></td></tr></table><table><tr><td>乙</td></tr></table>"
    assert parse_html(text) == [["甲里"]]


def test_a_trailing_line_end_is_no_row() -> None:
    assert parse_tsv("1\t2\r\n3\t4\r\n") == [["1", "2"], ["3", "4"]]
    assert parse_tsv("1\n\n") == [["1"], [""]]
    assert parse_tsv("") == []


def test_quoted_cells_hold_tabs_and_lines() -> None:
    assert parse_tsv('"甲\t乙"\t"丙\n丁"\t"说""好"""\r\n') == [["甲\t乙", "丙\n丁", '说"好"']]


CELLS = st.text(alphabet=st.sampled_from('中文12.,-()"\t\n ab<>&'), max_size=8)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4))


@given(TABLES)
def test_tab_separated_text_comes_back_as_it_was(table: list[list[str]]) -> None:
    assert parse_tsv(write_tsv(table)) == table


@given(TABLES)
def test_html_comes_back_but_for_spaces(table: list[list[str]]) -> None:
    def plain(cell: str) -> str:
        return "".join(cell.split())

    back = parse_html(write_html(table))
    assert back is not None
    assert [[plain(cell) for cell in row] for row in back] == [[plain(cell) for cell in row] for row in table]
