"""The command line: one verb, one function; for scripts, tests and the bureau that checks a thousand workbooks."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from juesuan import __version__
from juesuan.errors import JuesuanError

DONE, FOUND, FAILED = 0, 1, 2
PROVINCES = {"national": "全国通用", "sichuan": "四川", "hunan": "湖南", "shanghai": "上海", "gansu": "甘肃"}
VERBS: dict[str, str] = {}


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
    return {"new": _new, "forms": _forms, "audit": _audit, "narrate": _narrate, "demo": _demo}


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

    narrate = _verb(verbs, "narrate", "生成决算情况说明")
    narrate.add_argument("file", type=Path, metavar="FILE")
    narrate.add_argument("--prior", type=Path, metavar="FILE", help="上年的工作簿")
    narrate.add_argument("--province", choices=PROVINCES)
    narrate.add_argument("-o", "--out", type=Path, action="append", required=True, metavar="OUT.pdf|.docx|.txt", help="可多次给出")

    demo = _verb(verbs, "demo", "写出示例工作簿，审核它，生成它的说明")
    demo.add_argument("folder", type=Path, nargs="?", default=Path("演示"), metavar="DIR")
    return parser


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

    desk = Desk.open(arguments.file, arguments.prior, rules=arguments.rules)
    if arguments.json:
        print(json.dumps(to_json(desk.audit, str(arguments.file)), ensure_ascii=False, indent=1))
    else:
        print(as_text(desk.audit))
    return FOUND if any(finding.severity == "error" for finding in desk.audit.findings) else DONE


def _narrate(arguments: argparse.Namespace) -> int:
    from juesuan.desk import Desk

    writers = [(path, _writer(path)) for path in arguments.out]
    desk = Desk.open(arguments.file, arguments.prior)
    document = desk.document(arguments.province)
    for path, write in writers:
        write(document, path)
        print(f"已写出 {path}", file=sys.stderr)
    missing = document.missing()
    if missing:
        print(f"还有 {len(missing)} 处待填：" + "；".join(item.prompt for item in missing[:10]), file=sys.stderr)
    return DONE


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
        books = [Path(shutil.copy(book, folder)) for book in sorted(template("示例").glob("*.xlsx"))]
    except OSError as error:
        raise JuesuanError(f"不能写入文件夹 {folder}：{error.strerror}。请换一个可以写入的文件夹。") from error
    prior, current = books[-2:]
    desk = Desk.open(current, prior)
    print(as_text(desk.audit))
    out = folder / f"{current.stem}情况说明.pdf"
    render.write_pdf(desk.document("sichuan"), out)
    print(f"示例工作簿：{current}\n上年工作簿：{prior}\n决算情况说明：{out}")
    return DONE
