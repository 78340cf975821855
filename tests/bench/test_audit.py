"""The audit's speed: compile, full run, one edit; beside a plain loop over the same sums, the floor. Both ratios are in extra_info.

python -m pytest tests/bench/test_audit.py --benchmark-enable --benchmark-only -m ''

The rule language's peer, dpm-xl, judges in a database of its own taxonomies and takes no formulas over bare cells, so there is nothing to
measure side by side; the plain loop stands in for it.
"""

import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import thirty

sys.path.insert(0, str(Path(__file__).parents[1] / "audit"))

from consistent import consistent

from juesuan.audit import Audit, official_rules
from juesuan.audit.bound import Compare, Linear
from juesuan.forms import recognise
from juesuan.workbook import open_workbook


@pytest.fixture(scope="module")
def audited():
    recognition, book = consistent()
    audit = Audit(recognition)
    audit.run()
    assert audit.counts.checked >= 3000
    return audit, book


@pytest.fixture(scope="module")
def sums(audited):
    nodes = [instance.node for instance in audited[0].instances]
    return [(n.left.plus, n.left.minus, n.right.plus, n.right.minus) for n in nodes if isinstance(n, Compare) and _linear(n)]


def test_compile(benchmark):
    recognition, _ = consistent()
    official_rules()
    benchmark(Audit, recognition)


def test_full_run(benchmark, audited, sums):
    benchmark(audited[0].run)
    if benchmark.stats:
        benchmark.extra_info["instances"] = len(audited[0].instances)
        benchmark.extra_info["times_plain_loop"] = round(benchmark.stats.stats.min / _seconds(lambda: _loop(sums, audited[0])), 3)


def test_bind_and_run_thirty_forms(benchmark, tmp_path_factory):
    """The workbook of the main line: 25,000 instances, half of them failing."""
    recognition = recognise(open_workbook(thirty.write(tmp_path_factory.mktemp("bench") / "三十张表.xlsx")))
    official_rules()

    def audit():
        made = Audit(recognition)
        made.run()
        return made

    assert benchmark(audit).counts.checked > 20_000


def test_one_edit(benchmark, audited):
    """One amount changed to something else and the findings known."""
    audit, book = audited
    dice = random.Random(1)  # noqa: S311  no secret
    cells = sorted(cell for cell, slot in audit.values.cells() if audit.values.amounts[slot])

    kept = {}

    def edit():
        """A wrong amount, then the right one again, as people type."""
        if kept:
            cell, amount = kept.popitem()
        else:
            cell = dice.choice(cells)
            kept[cell], amount = book.value(cell), Decimal(dice.randrange(10**8)) / 100
        book.put(cell, amount)
        return audit.update([cell])

    benchmark.pedantic(edit, rounds=2000)
    times = sorted(benchmark.stats.stats.data) if benchmark.stats else [0]
    benchmark.extra_info["milliseconds_p99"] = round(times[len(times) * 99 // 100] * 1000, 3)


def test_plain_loop_over_the_same_sums(benchmark, audited, sums):
    """The floor: nothing but the additions and comparisons."""
    benchmark(_loop, sums, audited[0])


def _seconds(work):
    import time

    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _loop(sums, audit):
    amounts = audit.values.amounts
    return sum(
        sum([amounts[i] for i in a]) - sum([amounts[i] for i in b]) == sum([amounts[i] for i in c]) - sum([amounts[i] for i in d])
        for a, b, c, d in sums
    )


def _linear(node):
    return isinstance(node.left, Linear) and isinstance(node.right, Linear)
