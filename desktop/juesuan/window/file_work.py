"""What is done with files beside the window: reading, recovering, building, exporting. Nothing here touches a widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QStandardPaths

from juesuan.errors import JuesuanError, system_reason
from juesuan.window.jobs import Progress

if TYPE_CHECKING:
    from juesuan.combine import Combined
    from juesuan.desk import Desk, Outcome
    from juesuan.document import Document
    from juesuan.forms import Recognition
    from juesuan.window.session import BookSession
    from juesuan.workbook.journal import Recoverable


def forget(left: Sequence[Recoverable]) -> None:
    """Drop what a crash left."""
    from juesuan.workbook.journal import discard

    for one in left:
        discard(one)


def read_book(path: Path, progress: Progress) -> Desk:
    """Open, in a thread; the audit follows when the form shows."""
    from juesuan.desk import Desk

    progress(10, f"正在读取 {path.name}…")
    desk = Desk.open(path, audited=False)
    desk.keep_journal()
    return desk


def warmed(_progress: Progress) -> None:
    """Read in a thread what every workbook needs: the forms, the 公开表, the rules."""
    from juesuan.audit.engine import official_rules
    from juesuan.desk import Desk  # noqa: F401  its rooms take a while to load
    from juesuan.disclosure.definition import table_list
    from juesuan.forms import catalogue

    catalogue()
    table_list("national", 0)
    official_rules()


def recovered(left: Recoverable, progress: Progress) -> Desk:
    """Open a workbook and carry out what a crash left undone, in a thread."""
    from juesuan.desk import Desk
    from juesuan.workbook.journal import discard

    progress(10, f"正在恢复 {left.path.name}…")
    desk = Desk.open(left.path)
    progress(50, f"正在恢复 {left.path.name}…")
    desk.recover(left.changes)
    discard(left)
    desk.keep_journal()
    return desk


def linked(desk: Desk, path: Path, progress: Progress) -> Outcome:
    """Keep last year's figures in the workbook, in a thread."""
    progress(10, f"正在读取 {path.name}…")
    return desk.set_prior(path)


def copied_sample(progress: Progress) -> Path:
    """The sample in the user's documents; the first time it is put there, with its year before linked."""
    import shutil

    from juesuan.desk import Desk
    from juesuan.resources import template

    books = sorted(template("示例").glob("[!~]*.xlsx"))
    if not books:
        raise JuesuanError("没有找到随程序安装的示例工作簿。请重新安装，或用“打开工作簿”打开自己的文件。")
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)) / "决算工作台示例"
    target = folder / books[-1].name
    if not target.exists():
        progress(10, "正在准备示例…")
        folder.mkdir(parents=True, exist_ok=True)
        desk = Desk.open(books[-1])
        if len(books) > 1:
            progress(40, "正在准备示例的上年数据…")
            desk.set_prior(shutil.copy(books[0], folder))
        desk.save(target)
    return target


def built(edition: int, unit: str, province: str, path: Path, progress: Progress) -> Path:
    """A blank set of forms, in a thread."""
    from juesuan.forms.build import new_workbook

    progress(10, "正在生成报表…")
    new_workbook(edition, unit, province, path)
    return path


def written_document(document: Document, path: Path, progress: Progress) -> Path:
    """Set a document as PDF, Word or plain text, as the name says; in a thread."""
    from juesuan import render

    progress(2, "正在排版…")
    writers = {".docx": render.write_docx, ".pdf": render.write_pdf}
    write = writers.get(path.suffix.lower())
    if write is None:
        render.write_text(document, path)
    else:
        write(document, path, lambda done, total: progress(100 * done // max(1, total), f"正在排版 {path.name}…"))
    return path


def performance_book(recognition: Recognition, path: Path, progress: Progress) -> Path:
    """A workbook with a 绩效 form for each project of the accounts; in a thread. What stood there before goes only when it is made."""
    from juesuan.performance import new_performance_workbook

    progress(10, f"正在生成 {path.name}…")
    beside = path.with_name(f".{path.name}.tmp.xlsx")
    try:
        beside.unlink(missing_ok=True)
        new_performance_workbook(recognition, beside)
        beside.replace(path)
    except OSError as error:
        why = system_reason(error)
        raise JuesuanError(f"“{path.name}”没有写成：{why}。请关闭正在打开它的程序，或换一个文件名。") from error
    finally:
        beside.unlink(missing_ok=True)
    return path


def copied_version(version: Path, target: Path) -> Path:
    """An earlier version under another name. Raises JuesuanError where it cannot be written."""
    import shutil

    try:
        return Path(shutil.copy2(version, target))
    except OSError as error:
        why = system_reason(error)
        raise JuesuanError(f"取不回以前的版本：{why}。请检查文件夹能否写入，或到备份文件夹里手工复制 {version.name}。") from error


class Units(NamedTuple):
    """What to add up: the workbooks, the name of the sum, the units that should be among them."""

    paths: Sequence[Path]
    name: str = ""
    expected: Sequence[str] = ()


def combined_books(units: Units, out: Path, progress: Progress) -> Combined:
    """Add up workbooks, in a thread."""
    from juesuan.combine import combine

    return combine(units.paths, out.with_suffix(".xlsx"), unit_name=units.name, expected=units.expected, progress=progress)


def report_work(session: BookSession, path: Path) -> Callable[[Progress], Path]:
    """The report's blocks are made here, while nothing changes; a thread sets them."""
    from juesuan.audit.audit_report import audit_document, write_audit_workbook

    audit = session.desk.audit
    if path.suffix.lower() == ".xlsx":
        return lambda _progress: write_audit_workbook(audit, path)
    document = audit_document(audit)
    return lambda progress: written_document(document, path, progress)


def show_file(path: Path) -> None:
    """Open a file with the system's own program."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_folder(path: Path) -> None:
    """The folder of a file in the system's own viewer, the file marked where that can be done."""
    import subprocess
    import sys

    if sys.platform == "win32":
        subprocess.Popen(["explorer", "/select,", str(path)])  # noqa: S603, S607 - the system's own viewer, no shell
    else:
        show_file(path.parent)
