"""The command line: one verb, one function; for scripts, tests and the bureau that checks a thousand workbooks."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juesuan import __version__
from juesuan.errors import JuesuanError
from juesuan.provinces import provinces

if TYPE_CHECKING:
    from juesuan.forms import Recognition

DONE, FOUND, FAILED = 0, 1, 2
PROVINCES = provinces()


def run(words: Sequence[str]) -> int:
    """Do what the words say.

    The exit code: 0 done, nothing wrong; 1 done, errors found; 2 could not be done (a sentence on stderr says why).
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not words or (words[0] not in _actions() and not words[0].startswith("-")):
        return _window(words)
    arguments = _parser().parse_args(words)
    try:
        code: int = arguments.action(arguments)
    except JuesuanError as error:
        print(error, file=sys.stderr)
        return FAILED
    return code


def _actions() -> dict[str, Any]:
    return {
        "new": _new,
        "forms": _forms,
        "audit": _audit,
        "disclose": _disclose,
        "narrate": _narrate,
        "performance": _performance,
        "combine": _combine,
        "compare": _compare,
        "rules": _rules,
        "templates": _templates,
        "demo": _demo,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="juesuan", description="决算工作台：部门决算报表的填报、审核与决算情况说明。不带动词则打开窗口。")
    parser.add_argument("--version", action="version", version=f"决算工作台 {__version__}")
    verbs = parser.add_subparsers(title="动词", required=True, metavar="动词")

    new = _verb(verbs, "new", "新建一套空白决算报表")
    new.add_argument("out", type=Path, metavar="OUT.xlsx")
    new.add_argument("--edition", type=int, required=True, metavar="年度")
    new.add_argument("--unit", required=True, metavar="单位名称")
    new.add_argument("--province", choices=PROVINCES, default="national")

    forms = _verb(verbs, "forms", "认出了哪些表，哪些没有认出、为什么")
    forms.add_argument("file", type=Path, metavar="FILE")
    forms.add_argument("--json", action="store_true")

    audit = _verb(verbs, "audit", "审核")
    audit.add_argument("file", type=Path, metavar="FILE")
    audit.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿")
    audit.add_argument("--rules", type=Path, action="append", default=[], metavar="FILE", help="本单位补充的审核公式，可多次给出")
    audit.add_argument("--json", action="store_true")
    audit.add_argument("-o", "--out", type=Path, action="append", default=[], metavar="OUT.xlsx|.pdf", help="写出审核报告，可多次给出")

    narrate = _verb(verbs, "narrate", "生成决算情况说明")
    narrate.add_argument("file", type=Path, metavar="FILE")
    narrate.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿")
    narrate.add_argument("--province", choices=PROVINCES)
    narrate.add_argument("-o", "--out", type=Path, action="append", required=True, metavar="OUT.pdf|.docx|.txt", help="可多次给出")

    disclose = _verb(verbs, "disclose", "由财决报表生成公开表（万元）")
    disclose.add_argument("file", type=Path, metavar="FILE")
    disclose.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿")
    disclose.add_argument("--province", choices=PROVINCES)
    disclose.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.xlsx")

    compare = _verb(verbs, "compare", "与上年数据比较：上年数、增减、增减%、重点变动")
    compare.add_argument("file", type=Path, metavar="FILE")
    compare.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿；不给则用本工作簿保存的上年数据")
    compare.add_argument("--rate", type=_number, default=Decimal(20), metavar="百分比", help="增减达到这个百分比才列出，默认 20")
    compare.add_argument("--amount", type=_number, default=Decimal(0), metavar="元", help="增减达到这个金额才列出，默认 0")
    compare.add_argument("--json", action="store_true")
    compare.add_argument("-o", "--out", type=Path, metavar="OUT.xlsx", help="写成工作簿")

    combine = _verb(verbs, "combine", "汇总部门与所属单位的工作簿")
    combine.add_argument("files", type=Path, nargs="+", metavar="FILE")
    combine.add_argument("--unit", default="", metavar="部门名称")
    combine.add_argument("--expect", action="append", default=[], metavar="单位名称", help="应报送的单位，可多次给出；没有收到的会列出")
    combine.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.xlsx")

    rules = _verb(verbs, "rules", "用平常的话读出审核公式，或检查一个公式文件")
    rules.add_argument("file", type=Path, nargs="?", metavar="FILE", help="不给则为自带的全部公式")
    rules.add_argument("--explain", metavar="ID", help="只读这一条")
    rules.add_argument("--check", action="store_true", help="检查：未知的表、没有的行栏、永不适用、重复")

    templates = _verb(verbs, "templates", "列出说明模板，或检查它们")
    templates.add_argument("check", nargs="?", choices=["check"], help="检查模板中的错误")
    templates.add_argument("--check", dest="check", action="store_const", const="check", help=argparse.SUPPRESS)

    _add_performance(verbs)

    demo = _verb(verbs, "demo", "写出示例工作簿，审核它，生成它的说明")
    demo.add_argument("folder", type=Path, nargs="?", default=Path("演示"), metavar="DIR")
    return parser


def _add_performance(verbs: Any) -> None:
    performance = _verb(verbs, "performance", "生成绩效自评报告，或为各项目新建绩效自评表")
    performance.add_argument("file", type=Path, metavar="FILE", help="有绩效表的工作簿（--new 时为决算报表）")
    performance.add_argument("--accounts", type=Path, metavar="FILE", help="决算报表在另一个工作簿里时")
    performance.add_argument("--prior", type=Path, metavar="FILE", help="上年的决算报表")
    performance.add_argument("--province", choices=PROVINCES)
    performance.add_argument("-o", "--out", type=Path, action="append", default=[], metavar="OUT.pdf|.docx|.txt", help="可多次给出")
    performance.add_argument("--new", type=Path, metavar="OUT.xlsx", help="按决算报表里的项目新建绩效自评表，一个项目一张")


def _verb(verbs: Any, name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(action=_actions()[name])
    return parser


def _window(words: Sequence[str]) -> int:
    from juesuan.window.application import run as run_window

    return run_window(words)


def _new(arguments: argparse.Namespace) -> int:
    from juesuan.forms.build import new_workbook

    new_workbook(arguments.edition, arguments.unit, arguments.province, arguments.out)
    print(f"已新建 {arguments.out}")
    return DONE


def _forms(arguments: argparse.Namespace) -> int:
    from juesuan.forms import recognise
    from juesuan.forms.report import as_text, to_json
    from juesuan.workbook import open_workbook

    recognition = recognise(open_workbook(arguments.file))
    print(json.dumps(to_json(recognition), ensure_ascii=False, indent=1) if arguments.json else as_text(recognition))
    return DONE


def _audit(arguments: argparse.Namespace) -> int:
    from juesuan.audit.report import as_text, to_json
    from juesuan.desk import Desk

    writers = [(path, _report_writer(path)) for path in arguments.out]
    desk = Desk.open(arguments.file, arguments.prior, rules=arguments.rules)
    if not desk.audit.counts.checked:
        _refuse_without_forms(desk.recognition, arguments.file)
    for path, write in writers:
        write(desk.audit, path)
        print(f"已写出 {path}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(to_json(desk.audit, str(arguments.file)), ensure_ascii=False, indent=1))
    else:
        print(as_text(desk.audit))
    return FOUND if any(finding.severity == "error" for finding in desk.audit.findings) else DONE


def _report_writer(path: Path) -> Any:
    """Writes the 审核报告 of an audit to a file of that kind."""
    from juesuan.audit.audit_report import audit_document, write_audit_workbook

    if path.suffix.lower() == ".xlsx":
        return write_audit_workbook
    write = _writer(path)
    return lambda audit, to: write(audit_document(audit), to)


def _disclose(arguments: argparse.Namespace) -> int:
    from juesuan.disclosure import disclose, write_workbook
    from juesuan.forms import recognise
    from juesuan.workbook import open_workbook

    recognition = recognise(open_workbook(arguments.file))
    prior = recognise(open_workbook(arguments.prior)) if arguments.prior else None
    _refuse_without_forms(recognition, arguments.file)
    tables = disclose(recognition, prior, arguments.province)
    print(f"已写出 {write_workbook(tables, arguments.out)}，{len(tables)} 张公开表")
    return DONE


def _refuse_without_forms(recognition: Recognition, path: Path) -> None:
    if not recognition.forms:
        first = next(iter(recognition.unrecognised), None)
        why = f"（如工作表“{first.sheet}”：{first.reason.rstrip('。')}）" if first else ""
        raise JuesuanError(f"“{path.name}”里没有认出官方报表{why}。请确认选对了文件；工作表要有“财决…表”的表号。")


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是数字") from error


def _compare(arguments: argparse.Namespace) -> int:
    from juesuan.analysis import Comparison, listing, prior_of
    from juesuan.forms import recognise
    from juesuan.workbook import open_workbook

    now = recognise(open_workbook(arguments.file))
    before = recognise(open_workbook(arguments.prior)) if arguments.prior else prior_of(now)
    if before is None:
        raise JuesuanError("没有上年数据可比。请用 --prior 给出上年的工作簿，或先在窗口里关联上年数据。")
    comparison = Comparison(now, before)
    lines = list(listing.compared(comparison))
    changes = listing.changed(comparison, lines, arguments.rate, arguments.amount)
    if arguments.out:
        print(f"已写出 {listing.write_workbook(comparison, lines, changes, arguments.out)}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(listing.to_json(comparison, lines, changes), ensure_ascii=False, indent=1))
    elif not arguments.out:
        print(listing.as_text(comparison, changes, arguments.rate, arguments.amount))
    return DONE


def _combine(arguments: argparse.Namespace) -> int:
    from juesuan.combine import combine

    combined = combine(arguments.files, arguments.out, unit_name=arguments.unit, expected=arguments.expect, check=_errors)
    skipped = [unit for unit in combined.units if unit.skipped]
    print(f"已汇总 {len(combined.added)} 户，写出 {combined.path}")
    print("\n".join([
        *(f"没有计入：{unit.path.name}：{unit.skipped}" for unit in skipped),
        *(f"没有收到：{name}" for name in combined.missing),
        *(f"不平衡：{unit.name}：{len(unit.unbalanced)} 处，如 {unit.unbalanced[0]}" for unit in combined.unbalanced),
        *(transfer.sentence for transfer in combined.transfers),
        *combined.notes,
    ]))
    wrong = skipped or combined.missing or combined.unbalanced or any(transfer.severity == "error" for transfer in combined.transfers)
    return FOUND if wrong else DONE


def _errors(recognition: Recognition) -> list[str]:
    """What the audit finds wrong in one unit's workbook, a sentence each."""
    from juesuan.audit import Audit

    audit = Audit(recognition)
    audit.run()
    return [f"{finding.form} {finding.equation}" for finding in audit.findings if finding.severity == "error"]


def _rules(arguments: argparse.Namespace) -> int:
    from juesuan.audit import official_rules
    from juesuan.audit.checking import check
    from juesuan.audit.rulebook import read_rules
    from juesuan.audit.writing import explain

    rules = read_rules([arguments.file]) if arguments.file else official_rules()
    if arguments.check:
        remarks = check(rules)
        print("\n".join(str(remark) for remark in remarks) or f"{len(rules)} 条公式，没有发现问题。")
        return FOUND if remarks else DONE
    wanted = [rule for rule in rules if arguments.explain in (None, rule.id)]
    if not wanted:
        raise JuesuanError(f"没有编号为 {arguments.explain} 的审核公式。请用 juesuan rules 查看全部编号。")
    print("\n".join(explain(rule) for rule in wanted))
    return DONE


def _templates(arguments: argparse.Namespace) -> int:
    from juesuan.narrative import check_templates
    from juesuan.resources import resource

    if arguments.check:
        mistakes = check_templates()
        print("\n".join(str(mistake) for mistake in mistakes) or "模板没有发现问题。")
        return FOUND if mistakes else DONE
    for province, name in PROVINCES.items():
        years = sorted(path.stem for path in resource(f"narrative/{province}").glob("*.txt"))
        print(f"{name}（{province}）：{'、'.join(years)}")
    return DONE


def _narrate(arguments: argparse.Namespace) -> int:
    from juesuan.analysis import prior_of
    from juesuan.forms import recognise
    from juesuan.narrative import compose
    from juesuan.workbook import open_workbook

    writers = [(path, _writer(path)) for path in arguments.out]
    recognition = recognise(open_workbook(arguments.file))
    _refuse_without_forms(recognition, arguments.file)
    prior = recognise(open_workbook(arguments.prior)) if arguments.prior else prior_of(recognition)
    document = compose(recognition, prior, arguments.province)
    for path, write in writers:
        write(document, path)
        print(f"已写出 {path}", file=sys.stderr)
    _say_missing(document)
    return DONE


def _performance(arguments: argparse.Namespace) -> int:
    from juesuan.forms import recognise
    from juesuan.performance import compose_report, new_performance_workbook
    from juesuan.workbook import open_workbook

    if not arguments.out and not arguments.new:
        raise JuesuanError("请用 -o 说明报告写到哪里，或用 --new 说明新建的绩效自评表写到哪里。")
    writers = [(path, _writer(path)) for path in arguments.out]
    recognition = recognise(open_workbook(arguments.file))
    if arguments.new:
        names = new_performance_workbook(recognition, arguments.new, arguments.province)
        print(f"已新建 {arguments.new}：{len(names)} 个项目", file=sys.stderr)
    if not writers:
        return DONE
    prior, accounts = (recognise(open_workbook(path)) if path else None for path in (arguments.prior, arguments.accounts))
    document = compose_report(recognition, prior, arguments.province, accounts)
    for path, write in writers:
        write(document, path)
        print(f"已写出 {path}", file=sys.stderr)
    _say_missing(document)
    return DONE


def _say_missing(document: Any) -> None:
    missing = document.missing()
    if missing:
        print(f"还有 {len(missing)} 处待填：" + "；".join(item.prompt for item in missing[:10]), file=sys.stderr)


def _writer(path: Path) -> Any:
    from juesuan import render

    writers = {".pdf": render.write_pdf, ".docx": render.write_docx, ".txt": render.write_text}
    if path.suffix.lower() not in writers:
        raise JuesuanError(f"不能写出 {path.name}：只会写 .pdf、.docx 和 .txt。请改用其中一种扩展名。")
    return writers[path.suffix.lower()]


def _demo(arguments: argparse.Namespace) -> int:
    from juesuan import render
    from juesuan.audit.report import as_text
    from juesuan.desk import Desk
    from juesuan.resources import template

    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        books = [Path(shutil.copy(book, folder)) for book in sorted(template("示例").glob("[!~]*.xlsx"))]
    except OSError as error:
        raise JuesuanError(f"不能写入文件夹 {folder}：{error.strerror}。请换一个可以写入的文件夹。") from error
    prior, current = books[-2:]
    desk = Desk.open(current, prior)
    print(as_text(desk.audit))
    out = folder / f"{current.stem}情况说明.pdf"
    render.write_pdf(desk.document("sichuan"), out)
    print(f"示例工作簿：{current}\n上年工作簿：{prior}\n决算情况说明：{out}")
    return DONE
