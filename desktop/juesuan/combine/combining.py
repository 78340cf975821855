"""汇总 from start to end: read the units, add them up, write the sum and say what is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from decimal import Decimal
from functools import partial
from pathlib import Path

from juesuan.combine.adding import Total, missing_units, repeated_units, same_edition, summary_data, summary_figure, transfers
from juesuan.combine.combined import Combined, CombineError, Place, Transfer, Unit
from juesuan.combine.reading import Check, read_unit
from juesuan.combine.writing import Content, write_total
from juesuan.money import format_amount, share

Progress = Callable[[int, str], object]
"""Called with percent and a Chinese word of what is being done; answering False stops."""

_ENOUGH_FOR_PROCESSES = 24
_READING_PERCENT = 80


def combine(
    paths: Sequence[Path | str],
    out: Path | str,
    *,
    unit_name: str = "",
    expected: Sequence[str] = (),
    check: Check | None = None,
    progress: Progress | None = None,
) -> Combined:
    """Add up the workbooks of a department and its units into one at `out`, of the template of their year.

    unit_name: the department (None given: `汇总`). expected: names of all units that should be there. check: judges each workbook, see
    `Check`. Workbooks that cannot be read, or of another year, are skipped with the reason. Raises CombineError where nothing can be
    added, the result cannot be written or `progress` answered False.
    """
    files = list(dict.fromkeys(Path(path) for path in paths))
    if not files:
        raise CombineError("没有选择要汇总的工作簿。")
    read = list(_read(files, check, progress or _silent))
    edition, units = same_edition(read)
    total = Total(edition)
    for unit in units:
        if not unit.skipped:
            total.add(unit)
    missing, between = missing_units(expected, units), transfers(total)
    notes = repeated_units(units)
    _tell(progress or _silent, _READING_PERCENT, "写出汇总")
    detail = dict(_detail(total, units, between, (*_missing_notes(missing), *notes)))
    name = unit_name or "汇总"
    typed = write_total(total, name, Path(out), detail)
    _tell(progress or _silent, 100, "完成")
    return Combined(Path(out), edition, name, tuple(units), missing, between, typed, (*notes, *_typed_notes(len(typed))))


def _silent(_percent: int, _word: str) -> bool:
    return True


def _tell(progress: Progress, percent: int, word: str) -> None:
    if progress(percent, word) is False:
        raise CombineError("汇总已取消，没有写出文件。")


def _read(files: Sequence[Path], check: Check | None, progress: Progress) -> Iterator[Unit]:
    """Every unit in the order given, in several processes where there are many."""
    for done, unit in enumerate(_read_all(files, check), 1):
        _tell(progress, done * _READING_PERCENT // len(files), f"读取 {unit.name}")
        yield unit


def _read_all(files: Sequence[Path], check: Check | None) -> Iterator[Unit]:
    read = partial(read_unit, check=check)
    done = 0
    if len(files) >= _ENOUGH_FOR_PROCESSES:
        pool = ProcessPoolExecutor(min(os.cpu_count() or 1, 4))
        try:
            for unit in pool.map(read, files, chunksize=4):
                done += 1
                yield unit
        except (BrokenProcessPool, OSError):
            pass  # no processes here: go on with what is left, one after the other
        finally:
            pool.shutdown(cancel_futures=True)
    yield from map(read, files[done:])


def _detail(
    total: Total, units: Sequence[Unit], between: Sequence[Transfer], notes: Sequence[str]
) -> Iterator[tuple[tuple[int, int], Content]]:
    """The sheet 汇总明细: what each unit adds to the sum, in 元 and percent, and everything that is to be looked at."""
    columns = [(column["title"], column.get("share", False)) for column in summary_data()["column"]]
    yield (1, 1), "汇总明细"
    yield (2, 1), f"{total.edition}年度"
    yield (2, 2), "金额单位：元"
    titles = ["序号", "单位名称", "文件", *(text for title, part in columns for text in ([title, "占比%"] if part else [title])), "情况"]
    yield from (((4, place), text) for place, text in enumerate(titles, 1))
    row = 5
    for number, unit in enumerate(units, 1):
        line = [str(number), unit.name, unit.path.name, *_figures(unit.amounts, total, columns), unit.skipped or "；".join(unit.unbalanced)]
        yield from (((row, place), content) for place, content in enumerate(line, 1) if content != "")
        row += 1
    last = ["", "合计", "", *_figures(total.amounts, total, columns)]
    yield from (((row, place), content) for place, content in enumerate(last, 1) if content != "")
    for offset, sentence in enumerate((*(transfer.sentence for transfer in between), *notes), 2):
        yield (row + offset, 1), sentence


def _figures(amounts: dict[Place, Decimal], total: Total, columns: Sequence[tuple[str, bool]]) -> Iterator[Content]:
    for title, part in columns:
        amount = summary_figure(title, amounts)
        yield amount
        if part:
            percent = share(amount, summary_figure(title, total.amounts))
            yield format_amount(percent) if percent is not None else ""


def _missing_notes(missing: Sequence[str]) -> tuple[str, ...]:
    return (f"缺少 {len(missing)} 个单位：{'、'.join(missing)}。",) if missing else ()


def _typed_notes(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"有 {count} 处，表内公式算不出各单位之和（有单位的报表不平，或没有报送所依据的报表），已按各单位之和填列。",)
