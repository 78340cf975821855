"""汇总 from start to end: read the units, add them up, write the sum and say what is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from juesuan.combine.adding import Total, expected_names, missing_units, repeated_units, same_edition, summary_figures, transfers
from juesuan.combine.combined import Combined, CombineError, Unit
from juesuan.combine.detail import Detail
from juesuan.combine.reading import read_units
from juesuan.combine.writing import write_total
from juesuan.workbook.collecting import collection_paused

Progress = Callable[[int, str], object]
"""Called with percent and a Chinese word of what is being done; answering False stops."""

_ENOUGH_FOR_PROCESSES, _FILES_AT_ONCE, _MOST_PROCESSES = 24, 20, 4
_READING_PERCENT = 80


def combine(
    paths: Sequence[Path | str],
    out: Path | str,
    *,
    unit_name: str = "",
    expected: Sequence[str] = (),
    progress: Progress | None = None,
) -> Combined:
    """Add up the workbooks of a department and its units into one at `out`, of the template of their year.

    unit_name: the department (None given: `汇总`). expected: names of all units that should be there, or .txt files that list them.
    Every unit is judged by the balance formulas of its year. Workbooks that cannot be read, or of another year, are skipped with the
    reason. Raises CombineError where nothing can be added, the result cannot be written or `progress` answered False.
    """
    files = list(dict.fromkeys(Path(path) for path in paths))
    if not files:
        raise CombineError("没有选择要汇总的工作簿。")
    tell = progress or _silent
    names = expected_names(expected)
    read, totals = _read(files, tell)
    edition, units = same_edition(read)
    total = totals[edition]
    figures = summary_figures(total.amounts.get)
    missing, between, notes = missing_units(names, units), transfers(figures), repeated_units(units)
    _tell(tell, _READING_PERCENT, "写出汇总")
    sentences = (*(transfer.sentence for transfer in between), *_missing_notes(missing), *notes)
    name = unit_name or "汇总"
    members = [unit.name for unit in units if not unit.skipped]
    detail = Detail(edition, name, figures, units, sentences)
    with collection_paused():
        typed = write_total(total, name, Path(out), detail.draw, members)
    _tell(tell, 100, "完成")
    return Combined(Path(out), edition, name, tuple(units), missing, between, typed, (*notes, *_typed_notes(len(typed))))


def _silent(_percent: int, _word: str) -> bool:
    return True


def _tell(progress: Progress, percent: int, word: str) -> None:
    if progress(percent, word) is False:
        raise CombineError("汇总已取消，没有写出文件。")


def _read(files: Sequence[Path], progress: Progress) -> tuple[list[Unit], dict[int, Total]]:
    """Every unit in the order given, and the sums by year."""
    units: list[Unit] = []
    totals: dict[int, Total] = {}
    for some, sums in _read_in_parts(files):
        units += some
        for year, part in sums.items():
            totals.setdefault(year, Total(year)).merge(part)
        _tell(progress, len(units) * _READING_PERCENT // len(files), f"读取 {some[-1].name}")
    return units, totals


def _read_in_parts(files: Sequence[Path]) -> Iterator[tuple[list[Unit], dict[int, Total]]]:
    """Some files at a time, in several processes where there are many."""
    size = _FILES_AT_ONCE if len(files) >= _ENOUGH_FOR_PROCESSES else 1
    parts = [files[first : first + size] for first in range(0, len(files), size)]
    done = 0
    if size > 1:
        pool = ProcessPoolExecutor(min(os.cpu_count() or 1, _MOST_PROCESSES))
        try:
            for found in pool.map(read_units, parts):
                done += 1
                yield found
        except (BrokenProcessPool, OSError):
            pass  # no processes here: go on with what is left, one after the other
        finally:
            pool.shutdown(cancel_futures=True)
    yield from map(read_units, parts[done:])


def _missing_notes(missing: Sequence[str]) -> tuple[str, ...]:
    return (f"缺少 {len(missing)} 个单位：{'、'.join(missing)}。",) if missing else ()


def _typed_notes(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"有 {count} 处，表内公式算不出各单位之和（有单位的报表不平，或没有报送所依据的报表），已按各单位之和填列。",)
