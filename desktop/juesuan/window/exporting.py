"""What the program writes for others to read: the text as PDF, Word or plain text, the 公开表, the 审核报告, the 绩效 report and forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juesuan.errors import JuesuanError
from juesuan.window.file_work import performance_book, report_work, show_file, show_folder, written_document
from juesuan.window.jobs import Progress

if TYPE_CHECKING:
    from juesuan.document import Document
    from juesuan.window.files import Files
    from juesuan.window.quiet_bar import QuietBar
    from juesuan.window.session import BookSession

PDF, WORD, TEXT, BOOK = "PDF 文件 (*.pdf)", "Word 文档 (*.docx)", "纯文本 (*.txt)", "工作簿 (*.xlsx)"
_SUFFIXES = {PDF: ".pdf", WORD: ".docx", TEXT: ".txt", BOOK: ".xlsx"}
_TOLD = 2
"""So many remarks of a kind fit the bar."""
Work = Callable[[Progress], object]


@dataclass(frozen=True)
class Export:
    """One kind of file. title: of the question where; ending: what follows the unit and year in the name; kinds: the first is offered."""

    title: str
    ending: str
    kinds: tuple[str, ...]


EXPORTS = {
    "export": Export("导出 PDF", "部门决算", (PDF, WORD, TEXT)),
    "export_word": Export("导出 Word", "部门决算", (WORD, PDF, TEXT)),
    "export_text": Export("导出纯文本", "部门决算", (TEXT, PDF, WORD)),
    "export_disclosure": Export("导出公开表", "公开表", (BOOK,)),
    "export_findings": Export("导出审核报告", "审核报告", (BOOK, PDF)),
    "export_performance": Export("导出绩效报告", "绩效自评报告", (PDF, WORD, TEXT)),
    "new_performance": Export("生成绩效自评表", "绩效自评表", (BOOK,)),
}


class Exporter:
    """Asks where, works in a thread with progress and cancel, and then offers the file and its folder in the bar."""

    def __init__(self, files: Files, bar: QuietBar) -> None:
        self._files = files
        self._bar = bar

    def export(self, name: str, session: BookSession) -> None:
        """One of `EXPORTS`; what cannot be done says so in the bar."""
        export = EXPORTS[name]
        path = self._where(export, session)
        if path is None:
            return
        try:
            work, note = self._work(name, session, path)
        except JuesuanError as error:
            self._bar.say("error", str(error))
            return
        self._files.run(f"{export.title} {path.name}", work, lambda _: self._done(name, path, note))

    def _where(self, export: Export, session: BookSession) -> Path | None:
        """With the ending of a kind that can be written."""
        endings = [_SUFFIXES[kind] for kind in export.kinds]
        suggested = (session.path or Path(session.title)).with_name(f"{_named(session)}{export.ending}{endings[0]}")
        chosen = self._files.ask_save(export.title, str(suggested), ";;".join(export.kinds))
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() in endings else path.with_name(path.name + endings[0])

    def _work(self, name: str, session: BookSession, path: Path) -> tuple[Work, str]:
        """What a thread is to do, and what to add when it is done; all that reads the workbook happens here, while nothing changes it."""
        if name == "export_findings":
            return report_work(session, path), ""
        if name == "export_disclosure":
            return _disclosure_work(session, path)
        if name == "new_performance":
            return lambda progress: performance_book(session.recognition, path, progress), ""
        document = _report(session) if name == "export_performance" else session.desk.document()
        return lambda progress: written_document(document, path, progress), "".join(_remarks(name, document, session, path))

    def _done(self, name: str, path: Path, note: str) -> None:
        if name == "new_performance":
            self._files.open_path(path)
        offers = [("打开文件", lambda: show_file(path)), ("打开所在文件夹", lambda: show_folder(path))]
        verb = "已生成" if name == "new_performance" else "已导出"
        self._bar.say("info", f"{verb} {path.name}。{note}", [] if name == "new_performance" else offers)


def _disclosure_work(session: BookSession, path: Path) -> tuple[Work, str]:
    from juesuan.disclosure import disclose, write_workbook

    tables = disclose(session.recognition, session.desk.prior, session.desk.province)
    if not tables:
        raise JuesuanError("没有可以导出的公开表：工作簿里没有财决报表。请先打开或新建决算报表。")
    return lambda _progress: write_workbook(tables, path), f"共 {len(tables)} 张，金额单位：万元。"


def _remarks(name: str, document: Document, session: BookSession, path: Path) -> Iterator[str]:
    """What the reader of the document should not be the first to find."""
    from juesuan.narrative import doubts
    from juesuan.render import unprintable

    missing = len(document.missing())
    if document.draft and missing:
        yield f"还有 {missing} 处待填，按草稿导出，每页有“草稿”水印；填完再导出就没有了。"
    if path.suffix.lower() == _SUFFIXES[PDF]:
        yield from (f"注意：{each}" for each in unprintable(document)[:_TOLD])
    found = doubts(session.recognition, session.desk.prior) if name != "export_performance" else ()
    if found:
        yield f"请核对：{'；'.join(each.rstrip('。') for each in found[:_TOLD])}{f'；等 {len(found)} 处' if len(found) > _TOLD else ''}。"


def _report(session: BookSession) -> Document:
    from juesuan.performance import compose_report

    return compose_report(session.recognition, session.desk.prior, session.desk.province)


def _named(session: BookSession) -> str:
    """Unit and year where the forms tell them, else the workbook's own name."""
    recognition: Any = session.recognition
    if recognition.unit_name and recognition.edition:
        return f"{recognition.unit_name}{recognition.edition}年度"
    return Path(session.title).stem
