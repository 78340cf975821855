"""The audit's speed: compile, full run, one edit; beside a plain loop over the same sums.

python -m pytest tests/bench/test_audit.py --benchmark-enable --benchmark-only
"""

import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "audit"))

from consistent import consistent

from juesuan.audit import Audit, official_rules
from juesuan.audit.bound import Compare, Linear


@pytest.fixture(scope="module")
def audited():
    recognition, book = consistent()
    audit = Audit(recognition)
    audit.run()
    assert audit.counts.checked >= 3000
    return audit, book


def test_compile(benchmark):
    recognition, _ = consistent()
    official_rules()
    benchmark(Audit, recognition)


def test_full_run(benchmark, audited):
    benchmark(audited[0].run)


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
    print(f"\n单格修改第 99 百分位 {times[len(times) * 99 // 100] * 1000:.3f} 毫秒")  # noqa: T201


def test_plain_loop_over_the_same_sums(benchmark, audited):
    """The floor: nothing but the additions and comparisons."""
    audit, _ = audited
    nodes = [instance.node for instance in audit.instances]
    sums = [(n.left.plus, n.left.minus, n.right.plus, n.right.minus) for n in nodes if isinstance(n, Compare) and _linear(n)]
    amounts = audit.values.amounts

    def loop():
        return sum(
            sum([amounts[i] for i in a]) - sum([amounts[i] for i in b]) == sum([amounts[i] for i in c]) - sum([amounts[i] for i in d])
            for a, b, c, d in sums
        )

    benchmark(loop)


def _linear(node):
    return isinstance(node.left, Linear) and isinstance(node.right, Linear)
