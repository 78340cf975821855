"""Opening, saving, exporting: everything that touches the disk, in threads, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from juesuan.window.file_work import (
    built,
    combined_books,
    copied_sample,
    copied_version,
    forget,
    linked,
    read_book,
    recovered,
)
from juesuan.window.jobs import Job, Progress
from juesuan.window.quiet_bar import Offer, QuietBar
from juesuan.window.settings import Settings
from juesuan.window.unsaved_dialog import ask_unsaved

if TYPE_CHECKING:
    from juesuan.combine import Combined
    from juesuan.desk import Desk, Outcome
    from juesuan.window.file_work import Units
    from juesuan.window.session import BookSession
    from juesuan.workbook.journal import Recoverable

WORKBOOKS = "工作簿 (*.xlsx *.xlsm *.xls)"
_PATIENCE = 250


class Files(QObject):
    """Signals: opened(BookSession); stored(BookSession); remembered() when the list of recent files differs.

    The functions `ask_open`, `ask_save`, `ask_unsaved`, `ask_several` put the questions; tests answer in their place.
    """

    opened = Signal(object)
    stored = Signal(object)
    remembered = Signal()

    def __init__(self, window: QWidget, bar: QuietBar, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._bar = bar
        self._settings = settings
        self.ask_open: Callable[[str], list[str]] = self._ask_open
        self.ask_save: Callable[[str, str, str], str] = self._ask_save
        self.ask_combine: Callable[[list[Path]], Units | None] = self._ask_combine
        self.ask_unsaved: Callable[[BookSession], str] = lambda session: ask_unsaved([session.title], window)
        self.ask_several: Callable[[Sequence[BookSession]], str] = lambda all_of: ask_unsaved([one.title for one in all_of], window)

    # opening

    def open_some(self) -> None:
        """Ask which, and open them."""
        self.open_paths(self.ask_open("打开工作簿"))

    def open_paths(self, paths: Sequence[str | Path]) -> None:
        for path in paths:
            self.open_path(Path(path))

    def open_path(self, path: Path) -> Job:
        """Read, recognise and audit beside the window; a file that cannot be opened says why in the bar."""
        return self.run(f"打开 {path.name}", lambda progress: read_book(path, progress), lambda desk: self._opened(desk, path))

    def open_sample(self) -> None:
        """The case that comes with the program, as a copy in the user's documents, with its year before."""
        self.run("打开示例", copied_sample, self.open_path)

    def new_book(self, edition: int, unit: str, province: str, path: Path) -> None:
        """A blank set of official forms."""
        self.run("新建决算", lambda progress: built(edition, unit, province, path, progress), self.open_path)

    def _opened(self, desk: Desk, path: Path) -> None:
        from juesuan.window.session import BookSession

        session = BookSession(desk)
        self._remember(path)
        self.opened.emit(session)
        session.prepare()
        holder = desk.workbook.holder()
        for warning in [*desk.workbook.warnings[:1], *([holder.sentence] if holder else [])]:
            self._bar.say("info", warning)
        if not desk.recognition.forms:
            self._bar.say("info", "没有认出官方报表。可以查看、编辑、保存；审核和情况说明需要带“财决…表”的工作表。")

    # after a crash

    def offer_recovery(self) -> None:
        """What an earlier run left unsaved: offered once, in the bar, all workbooks together."""
        from juesuan.workbook.journal import pending

        left = pending()
        if left:
            names = "、".join(f"{one.path.name}（{len(one.changes)} 步）" for one in left)
            offers: list[Offer] = [("恢复", lambda: self.recover_all(left)), ("不要了", lambda: forget(left))]
            self._bar.say("info", f"上次没有正常关闭，这些改动没有保存：{names}。", offers)

    def recover_all(self, left: Sequence[Recoverable]) -> None:
        for one in left:
            self.recover(one)

    def recover(self, left: Recoverable) -> None:
        """Open the workbook as it was and carry the acts out again; they can be undone."""
        if not left.same_file:
            self._bar.say("error", f"{left.path.name} 在那之后被改过，{len(left.changes)} 步改动不能直接恢复。日志保留在 {left.journal}。")
            return
        self.run(f"恢复 {left.path.name}", lambda progress: recovered(left, progress), lambda desk: self._opened(desk, left.path))

    # last year's figures

    def choose_prior(self, session: BookSession) -> None:
        """Ask for last year's workbook; its figures are kept in this one from now on, an act like others."""
        chosen = self.ask_open("选择上年决算工作簿")
        if chosen and not session.locked:
            session.when_ready(lambda: self._link(session, Path(chosen[0])))

    def remove_prior(self, session: BookSession) -> None:
        """Compare with no year any more; an act like others."""
        session.when_ready(lambda: self._unlink(session))

    def _unlink(self, session: BookSession) -> None:
        if session.follow(lambda: session.desk.set_prior(None)):
            session.rebuilt.emit()
            self._bar.say("info", "已解除上年数据，可以撤销。")

    def _link(self, session: BookSession, path: Path) -> None:
        def done(outcome: Outcome) -> None:
            session.locked = False
            session.take(outcome)
            session.rebuilt.emit()
            self._bar.say("info", f"上年数据：{path.name}。数字已存进本工作簿的“上年数据”表，可以撤销。")

        def failed(sentence: str) -> None:
            session.locked = False
            self._bar.say("error", sentence)

        session.locked = True
        self.run(f"读取上年数据 {path.name}", lambda progress: linked(session.desk, path, progress), done, failed)

    # earlier versions, several units

    def choose_backup(self, session: BookSession) -> None:
        """Offer the earlier versions of a file; the chosen one opens as a copy, the file itself stays as it is."""
        from juesuan.window.backups_dialog import BackupsDialog
        from juesuan.workbook.disk import backups

        path = session.path
        versions = backups(path) if path is not None else ()
        if path is None or not versions:
            self._bar.say("info", f"{session.title} 还没有以前的版本。每次保存都会先留一份。")
            return
        dialog = BackupsDialog(path.name, versions, self._window)
        if dialog.exec():
            self.open_backup(path, dialog.chosen)

    def open_backup(self, path: Path, version: Path) -> Job:
        """A copy beside the file, named after the moment of the version."""
        target = path.with_name(f"{path.stem}（{version.stem.rpartition('.')[2][:15]} 的版本）{path.suffix}")
        return self.run(f"取回 {target.name}", lambda _progress: copied_version(version, target), self.open_path)

    def combine(self) -> None:
        """Add up workbooks of several units into a new one."""
        chosen = self.ask_open("选择要汇总的工作簿（可多选）")
        asked = self.ask_combine([Path(path) for path in chosen]) if chosen else None
        out = self.ask_save("汇总结果存为", str(Path(chosen[0]).with_name("汇总.xlsx")), "工作簿 (*.xlsx)") if asked else ""
        if asked and out:
            self.run("汇总", lambda progress: combined_books(asked, Path(out), progress), self._take_combined)

    def _ask_combine(self, paths: list[Path]) -> Units | None:
        from juesuan.window.combine_dialog import CombineDialog

        dialog = CombineDialog(paths, lambda: self.ask_open("添加工作簿"), self._window)
        return dialog.units if dialog.exec() else None

    def _take_combined(self, combined: Combined) -> None:
        skipped = [f"{unit.path.name}：{unit.skipped}" for unit in combined.units if unit.skipped]
        missing = [f"缺少 {len(combined.missing)} 个单位：{'、'.join(combined.missing)}。"] if combined.missing else []
        words = f"已汇总 {len(combined.added)} 个单位到 {combined.path.name}。"
        kind = "error" if skipped or missing else "info"
        whole = " ".join([words, *missing, *skipped, *combined.notes][:4])
        opening = self.open_path(combined.path)
        opening.finished.connect(lambda _: self._bar.say(kind, whole, [("知道了", lambda: None)]))

    # saving

    def save(self, session: BookSession, after: Callable[[], object] | None = None, *, force: bool = False) -> None:
        """To the workbook's own file; asks where if it has none yet or was an .xls."""
        if session.path is None or session.path.suffix.lower() == ".xls":
            self.save_as(session, after)
        else:
            path = session.path
            session.when_ready(lambda: self._save(session, path, after, force=force))

    def save_as(self, session: BookSession, after: Callable[[], object] | None = None) -> None:
        chosen = self.ask_save("另存为", str((session.path or Path(session.title)).with_suffix(".xlsx")), "工作簿 (*.xlsx)")
        if chosen:
            session.when_ready(lambda: self._save(session, Path(chosen).with_suffix(".xlsx"), after, force=True))

    def _save(self, session: BookSession, path: Path, after: Callable[[], object] | None, *, force: bool) -> None:
        target = None if path == session.path else path

        def done(_: object) -> None:
            session.locked = False
            session.saved()
            self._remember(path)
            self.stored.emit(session)
            self._bar.say("info", f"已保存 {path.name}")
            if after is not None:
                after()

        def failed(sentence: str) -> None:
            session.locked = False
            in_the_way = session.workbook.file_changed() or session.workbook.holder() is not None
            offers = [("覆盖", lambda: self.save(session, after, force=True))] if in_the_way and not force else []
            self._bar.say("error", sentence, [*offers, ("另存为…", lambda: self.save_as(session, after))])

        session.locked = True
        self.run(f"保存 {path.name}", lambda _progress: session.desk.save(target, force=force), done, failed)

    # questions

    def may_close(self, session: BookSession, then: Callable[[], object]) -> None:
        """Go on at once where all is saved; else ask, and go on as answered."""
        if not session.modified:
            then()
            return
        answer = self.ask_unsaved(session)
        if answer == "save":
            self.save(session, then)
        elif answer == "drop":
            then()

    def may_close_all(self, unsaved: Sequence[BookSession], then: Callable[[], object]) -> None:
        """One question for all of them; what is to be saved is saved one after the other, and where one cannot be, nothing is closed."""
        answer = self.ask_several(unsaved) if len(unsaved) > 1 else self.ask_unsaved(unsaved[0])
        if answer == "save":
            self._save_all(list(unsaved), then)
        elif answer == "drop":
            then()

    def _save_all(self, unsaved: list[BookSession], then: Callable[[], object]) -> None:
        if not unsaved:
            then()
            return
        first, *others = unsaved
        self.save(first, lambda: self._save_all(others, then))

    def _ask_open(self, title: str) -> list[str]:
        return QFileDialog.getOpenFileNames(self._window, title, self._folder(), WORKBOOKS)[0]

    def _ask_save(self, title: str, suggested: str, kinds: str) -> str:
        return QFileDialog.getSaveFileName(self._window, title, suggested, kinds)[0]

    def _folder(self) -> str:
        recent = self._settings.recent()
        return str(Path(recent[0]).parent) if recent else QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def _remember(self, path: Path) -> None:
        self._settings.remember(path)
        self.remembered.emit()

    def run(
        self,
        title: str,
        work: Callable[[Progress], object],
        done: Callable[..., object],
        failed: Callable[[str], object] | None = None,
    ) -> Job:
        """Start a job; the bar shows progress only when it takes a while."""
        job = Job(title, work)
        shown = QTimer(self, singleShot=True, interval=_PATIENCE)
        shown.timeout.connect(lambda: self._bar.show_progress(f"正在{title}…", 0, job.cancel))
        shown.start()

        def over(_result: object = None) -> None:
            shown.stop()
            shown.deleteLater()
            self._bar.end_progress()

        def advance(percent: int, words: str) -> None:
            if not shown.isActive():
                self._bar.show_progress(words or f"正在{title}…", percent, job.cancel)

        for signal in (job.finished, job.failed, job.cancelled):
            signal.connect(over)
        job.progressed.connect(advance)
        job.finished.connect(done)
        job.failed.connect(failed or self._fail)
        job.cancelled.connect(lambda: self._bar.say("info", f"已取消：{title}。"))
        return job.start()

    def _fail(self, sentence: str) -> None:
        self._bar.say("error", sentence)
