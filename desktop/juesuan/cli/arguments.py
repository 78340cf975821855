"""The words of the command line and what each means; help and refusals in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from juesuan import __version__
from juesuan.provinces import provinces

PROVINCES = provinces()
_REFUSALS = (
    (r"the following arguments are required: (.*)", r"还缺少：\1"),
    (r"one of the arguments (.*) is required", r"要给出其中之一：\1"),
    (r"unrecognized arguments: (.*)", r"不认识：\1"),
    (r"argument (.*): expected (?:one|at least one) argument", r"\1 后面要有内容"),
    (r"argument (.*): invalid choice: '(.*)' \(choose from (.*)\)", r"\1 不能是“\2”，只能是：\3"),
    (r"argument (.*): invalid int value: '(.*)'", r"\1 要写数字，不能是“\2”"),
    (r"argument (.*): (.*)", r"\1：\2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 不够明确，可能是：\2"),
)


class ChineseParser(argparse.ArgumentParser):
    """An argument parser whose headings, help and refusals a finance clerk can read; it ends with exit code 2 as the plain one does."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=_ChineseHelp, allow_abbrev=False, **settings)
        self._positionals.title = "要给出"
        self._optionals.title = "可选"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say in one sentence what was wrong and where to read on; exit code 2."""
        said = next((re.sub(pattern, words, message) for pattern, words in _REFUSALS if re.fullmatch(pattern, message)), message)
        self.exit(2, f"命令写得不对：{said}。用法可用 {self.prog} --help 查看。\n")


class _ChineseHelp(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def parse(words: Sequence[str], actions: dict[str, Any]) -> argparse.Namespace:
    """What the words ask for; `action` is the verb's function out of `actions`. Exits with 2 and a sentence when they make no sense."""
    return _parser(actions).parse_args(words)


class _Given(argparse.Action):
    """A word that may be left out: it then leaves alone what an option of the same meaning has set."""

    def __call__(self, _parser: object, namespace: argparse.Namespace, values: object, _option: object = None) -> None:
        if values is not None:
            setattr(namespace, self.dest, values)


def _add_disclose(verbs: _Verbs) -> None:
    disclose = verbs.add("disclose", "由财决报表生成公开表（万元）")
    disclose.add_argument("file", type=Path, metavar="FILE", help="工作簿（.xlsx 或 .xls）")
    disclose.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿")
    disclose.add_argument("--province", choices=PROVINCES, help="用哪里的说明模板和公开表；不给则按工作簿里写的")
    disclose.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.xlsx", help="写到哪里")
    balanced = "舍位平衡：四舍五入后合计与各项之和差的末位，调到各项里"
    disclose.add_argument("--balanced", action="store_true", help=balanced)


def _parser(actions: dict[str, Any]) -> ChineseParser:
    parser = ChineseParser(prog="juesuan", description="决算工作台：部门决算报表的填报、审核与决算情况说明。不带动词则打开窗口。")
    parser.add_argument("--version", action="version", version=f"决算工作台 {__version__}", help="显示版本")
    verbs = _Verbs(parser, actions)

    new = verbs.add("new", "新建一套空白决算报表")
    new.add_argument("out", type=Path, metavar="OUT.xlsx", help="写到哪里")
    new.add_argument("--edition", type=int, required=True, metavar="年度", help="四位年度，如 2024")
    new.add_argument("--unit", required=True, metavar="单位名称", help="编制单位")
    new.add_argument("--province", choices=PROVINCES, default="national", help="用哪里的说明模板和公开表")

    forms = verbs.add("forms", "认出了哪些表，哪些没有认出、为什么")
    forms.add_argument("file", type=Path, metavar="FILE", help="工作簿（.xlsx 或 .xls）")
    forms.add_argument("--json", action="store_true", help="写成 JSON，供其他程序读")

    audit = verbs.add("audit", "审核")
    audit.add_argument("file", type=Path, metavar="FILE", help="工作簿（.xlsx 或 .xls）")
    audit.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿")
    audit.add_argument("--rules", type=Path, action="append", default=[], metavar="FILE", help="本单位补充的审核公式，可多次给出")
    audit.add_argument("--explain", action="store_true", help="在前几条错误下写出可能的原因：试改各格，看哪一处改了就成立")
    audit.add_argument("--json", action="store_true", help="写成 JSON，供其他程序读")
    audit.add_argument("-o", "--out", type=Path, action="append", default=[], metavar="OUT.xlsx|.pdf", help="写出审核报告，可多次给出")

    narrate = verbs.add("narrate", "生成决算情况说明")
    narrate.add_argument("file", type=Path, metavar="FILE", help="工作簿（.xlsx 或 .xls）")
    narrate.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿")
    narrate.add_argument("--province", choices=PROVINCES, help="用哪里的说明模板和公开表；不给则按工作簿里写的")
    narrate.add_argument("--performance", type=Path, metavar="FILE", help="绩效自评表在另一个工作簿里时；综述和附件写进说明")
    narrate.add_argument("-o", "--out", type=Path, action="append", required=True, metavar="OUT.pdf|.docx|.txt", help="可多次给出")

    _add_disclose(verbs)

    compare = verbs.add("compare", "与上年数据比较：上年数、增减、增减%、重点变动")
    compare.add_argument("file", type=Path, metavar="FILE", help="工作簿（.xlsx 或 .xls）")
    compare.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿；不给则用本工作簿保存的上年数据")
    compare.add_argument("--rate", type=_number, default=Decimal(20), metavar="百分比", help="增减达到这个百分比才列出，默认 20")
    compare.add_argument("--amount", type=_number, default=Decimal(0), metavar="元", help="增减达到这个金额才列出，默认 0")
    compare.add_argument("--json", action="store_true", help="写成 JSON，供其他程序读")
    compare.add_argument("-o", "--out", type=Path, metavar="OUT.xlsx", help="写成工作簿")

    combine = verbs.add("combine", "汇总部门与所属单位的工作簿")
    combine.add_argument("files", type=Path, nargs="+", metavar="FILE", help="部门本级与所属单位的工作簿")
    combine.add_argument("--unit", default="", metavar="部门名称", help="汇总单位；不给则写“汇总”")
    combine.add_argument("--expect", action="append", default=[], metavar="单位名称", help="应报送的单位（可多次）或名单.txt；缺的会列出")
    combine.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.xlsx", help="写到哪里")

    rules = verbs.add("rules", "用平常的话读出审核公式，或检查一个公式文件")
    rules.add_argument("file", type=Path, nargs="?", metavar="FILE", help="不给则为自带的全部公式")
    rules.add_argument("--explain", metavar="ID", help="只读这一条")
    rules.add_argument("--check", action="store_true", help="检查：未知的表、没有的行栏、永不适用、重复")

    templates = verbs.add("templates", "列出说明模板，或检查它们")
    templates.add_argument("check", nargs="?", choices=["check"], action=_Given, help="检查模板中的错误")
    templates.add_argument("--check", dest="check", action="store_const", const="check", help=argparse.SUPPRESS)

    _add_performance(verbs)

    demo = verbs.add("demo", "写出示例工作簿，审核它，生成它的说明")
    demo.add_argument("folder", type=Path, nargs="?", default=Path("演示"), metavar="DIR", help="写到哪个文件夹，默认 演示")
    return parser


def _add_performance(verbs: _Verbs) -> None:
    performance = verbs.add("performance", "生成绩效自评报告，或为各项目新建绩效自评表")
    performance.add_argument("file", type=Path, metavar="FILE", help="有绩效表的工作簿（--new 时为决算报表）")
    performance.add_argument("--accounts", type=Path, metavar="FILE", help="决算报表在另一个工作簿里时")
    performance.add_argument("--prior", type=Path, metavar="FILE", help="上年的决算报表")
    performance.add_argument("--province", choices=PROVINCES, help="用哪里的说明模板和公开表；不给则按工作簿里写的")
    performance.add_argument("-o", "--out", type=Path, action="append", default=[], metavar="OUT.pdf|.docx|.txt", help="可多次给出")
    performance.add_argument("--new", type=Path, metavar="OUT.xlsx", help="按决算报表里的项目新建绩效自评表，一个项目一张")


class _Verbs:
    """The verbs, each with its own words."""

    def __init__(self, parser: ChineseParser, actions: dict[str, Any]) -> None:
        self._verbs = parser.add_subparsers(title="动词", required=True, metavar="动词")
        self._actions = actions

    def add(self, name: str, words: str) -> ChineseParser:
        told = words.replace("%", "%%")
        parser: ChineseParser = self._verbs.add_parser(name, help=told, description=words)
        parser.set_defaults(action=self._actions[name])
        return parser


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是数字") from error
