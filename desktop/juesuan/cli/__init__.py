"""The command line: one verb, one function; for scripts, tests and the bureau that checks a thousand workbooks."""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juesuan.cli.arguments import PROVINCES, parse
from juesuan.errors import JuesuanError, system_reason

if TYPE_CHECKING:
    from juesuan.forms import Recognition

DONE, FOUND, FAILED = 0, 1, 2


def run(words: Sequence[str]) -> int:
    """Do what the words say.

    The exit code: 0 done, nothing wrong; 1 done, errors found; 2 could not be done (a sentence on stderr says why).
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not words or (words[0] not in _actions() and not words[0].startswith("-")):
        return _window(words)
    arguments = parse(words, _actions())
    try:
        code: int = arguments.action(arguments)
        sys.stdout.flush()
    except JuesuanError as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # the reader (`| head`) has seen enough; what Python flushes at its end must find an open file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
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


def _window(words: Sequence[str]) -> int:
    from juesuan.window.application import run as run_window

    return run_window(words)


def _new(arguments: Namespace) -> int:
    from juesuan.forms.build import new_workbook

    new_workbook(arguments.edition, arguments.unit, arguments.province, arguments.out)
    print(f"已新建 {arguments.out}")
    return DONE


def _forms(arguments: Namespace) -> int:
    from juesuan.forms import recognise
    from juesuan.forms.report import as_text, to_json
    from juesuan.workbook import open_workbook

    recognition = recognise(open_workbook(arguments.file))
    print(json.dumps(to_json(recognition), ensure_ascii=False, indent=1) if arguments.json else as_text(recognition))
    return DONE


def _audit(arguments: Namespace) -> int:
    from juesuan.audit.report import as_text, json_text
    from juesuan.desk import Desk

    writers = [(path, _report_writer(path)) for path in arguments.out]
    desk = Desk.open(arguments.file, arguments.prior, rules=arguments.rules)
    if not desk.audit.counts.checked:
        _refuse_without_forms(desk.recognition, arguments.file)
    for path, write in writers:
        write(desk.audit, path)
        print(f"已写出 {path}", file=sys.stderr)
    print(json_text(desk.audit, str(arguments.file)) if arguments.json else as_text(desk.audit, explain=arguments.explain))
    return FOUND if any(finding.severity == "error" for finding in desk.audit.findings) else DONE


def _report_writer(path: Path) -> Any:
    """Writes the 审核报告 of an audit to a file of that kind."""
    from juesuan.audit.audit_report import audit_document, write_audit_workbook

    if path.suffix.lower() == ".xlsx":
        return write_audit_workbook
    write = _writer(path)
    return lambda audit, to: write(audit_document(audit), to)


def _disclose(arguments: Namespace) -> int:
    from juesuan.desk.composing import only_performance
    from juesuan.disclosure import disclose, write_workbook
    from juesuan.forms import recognise
    from juesuan.workbook import open_workbook

    recognition = recognise(open_workbook(arguments.file))
    prior = recognise(open_workbook(arguments.prior)) if arguments.prior else None
    _refuse_without_forms(recognition, arguments.file)
    if only_performance(recognition):
        raise JuesuanError(f"“{arguments.file.name}”里只有绩效表，没有决算报表，生成不了公开表。请给出决算报表的工作簿。")
    tables = disclose(recognition, prior, arguments.province, balanced=arguments.balanced)
    print(f"已写出 {write_workbook(tables, arguments.out)}，{len(tables)} 张公开表")
    return DONE


def _refuse_without_forms(recognition: Recognition, path: Path) -> None:
    if not recognition.forms:
        first = next(iter(recognition.unrecognised), None)
        why = f"（如工作表“{first.sheet}”：{first.reason.rstrip('。')}）" if first else ""
        raise JuesuanError(f"“{path.name}”里没有认出官方报表{why}。请确认选对了文件；工作表要有“财决…表”的表号。")


def _compare(arguments: Namespace) -> int:
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


def _combine(arguments: Namespace) -> int:
    from juesuan.combine import combine

    combined = combine(arguments.files, arguments.out, unit_name=arguments.unit, expected=arguments.expect)
    print(f"已汇总 {len(combined.added)} 户，写出 {combined.path}")
    print("\n".join(combined.remarks))
    return DONE if combined.sound else FOUND


def _rules(arguments: Namespace) -> int:
    from juesuan.audit import official_rules
    from juesuan.audit.checking import check, check_file
    from juesuan.audit.office_rules import rules_of_files
    from juesuan.audit.writing import explain

    if arguments.check:
        remarks = check_file(arguments.file) if arguments.file else check(official_rules())
        print("\n".join(str(remark) for remark in remarks) or "没有发现问题。")
        return FOUND if remarks else DONE
    rules = rules_of_files([arguments.file]) if arguments.file else official_rules()
    wanted = [rule for rule in rules if arguments.explain in (None, rule.id)]
    if not wanted:
        raise JuesuanError(f"没有编号为 {arguments.explain} 的审核公式。请用 juesuan rules 查看全部编号。")
    print("\n".join(explain(rule) for rule in wanted))
    return DONE


def _templates(arguments: Namespace) -> int:
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


def _narrate(arguments: Namespace) -> int:
    from juesuan.analysis import prior_of
    from juesuan.desk.composing import whole_document
    from juesuan.forms import recognise
    from juesuan.narrative import doubts
    from juesuan.workbook import open_workbook

    writers = [(path, _writer(path)) for path in arguments.out]
    recognition = recognise(open_workbook(arguments.file))
    _refuse_without_forms(recognition, arguments.file)
    prior = recognise(open_workbook(arguments.prior)) if arguments.prior else prior_of(recognition)
    performance = recognise(open_workbook(arguments.performance)) if arguments.performance else None
    document = whole_document(recognition, prior, arguments.province, performance=performance)
    for path, write in writers:
        write(document, path)
        print(f"已写出 {path}", file=sys.stderr)
    _say_unprintable(document, arguments.out)
    for sentence in doubts(recognition, prior):
        print(f"请核对：{sentence}", file=sys.stderr)
    _say_missing(document)
    return DONE


def _performance(arguments: Namespace) -> int:
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
    _say_unprintable(document, arguments.out)
    _say_missing(document)
    return DONE


def _say_unprintable(document: Any, paths: Sequence[Path]) -> None:
    from juesuan.render import unprintable

    if any(path.suffix.lower() == ".pdf" for path in paths):
        for each in unprintable(document):
            print(f"注意：{each}", file=sys.stderr)


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


def _demo(arguments: Namespace) -> int:
    from juesuan import render
    from juesuan.audit.report import as_text
    from juesuan.desk import Desk
    from juesuan.resources import template

    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        books = [Path(shutil.copy(book, folder)) for book in sorted(template("示例").glob("[!~]*.xlsx"))]
    except OSError as error:
        raise JuesuanError(f"不能写入文件夹 {folder}：{system_reason(error)}。请换一个可以写入的文件夹。") from error
    prior, current = books[-2:]
    desk = Desk.open(current, prior)
    print(as_text(desk.audit))
    out = folder / f"{current.stem}情况说明.pdf"
    render.write_pdf(desk.document("sichuan"), out)
    print(f"示例工作簿：{current}\n上年工作簿：{prior}\n决算情况说明：{out}")
    return DONE
