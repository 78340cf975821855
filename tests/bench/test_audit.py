"""The audit's speed: compile, full run, one edit; beside its peers in the same run. Each test prints its figures; nothing fails on time.

python -m pytest tests/bench/test_audit.py --benchmark-enable --benchmark-only -m ''

Peers: for judging, a plain Python loop over the same sums, the floor; for compiling, `pydpm_xl` (DPM-XL, PyPI, GPL, only where it is
installed by hand): it parses formulas between cells but has no judging of a workbook's cells – its own data base of a taxonomy and XBRL
instances take the place of that – so the same equations are parsed by both and nothing more can be compared.
"""

import itertools
import random
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "audit"))

from consistent import consistent

from juesuan.audit import Audit, cache, official_rules
from juesuan.audit.bound import Compare, Linear
from juesuan.audit.parser import parse
from juesuan.audit.rulebook import read_rules
from juesuan.forms import recognise
from juesuan.resources import resource
from juesuan.workbook import open_workbook

pytestmark = pytest.mark.benchmark(timer=time.process_time)
"""Processor time: what other programs do meanwhile counts little."""


@pytest.fixture(scope="module")
def audited():
    recognition, book = consistent()
    audit = Audit(recognition)
    audit.run()
    assert audit.counts.checked >= 3000
    return audit, book


@pytest.fixture(scope="module")
def sums(audited, measured):
    instances = itertools.islice(audited[0].instances, None if measured else 2000)
    nodes = [instance.node for instance in instances]
    return [(n.left.plus, n.left.minus, n.right.plus, n.right.minus) for n in nodes if isinstance(n, Compare) and _linear(n)]


def test_compile_from_the_texts(benchmark, tell):
    """All official rules read from their files: once for each version of the files."""
    paths = sorted(resource("rules").glob("*.txt"))
    parse("27行=28行")  # the parser itself is built once a process
    rules = benchmark.pedantic(read_rules, args=[paths], rounds=3)
    tell(f"{len(rules)} 条公式，读文本编译 {_least(benchmark):.3f} 秒")


def test_compile_from_the_cache(benchmark, tell, tmp_path, monkeypatch):
    """What every later start costs."""
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path)
    paths = sorted(resource("rules").glob("*.txt"))
    cache.cached_rules(paths)
    rules = benchmark(cache.cached_rules, paths)
    tell(f"{len(rules)} 条公式，从缓存取出 {_least(benchmark):.3f} 秒")


def test_bind(benchmark, tell):
    """The rules meet a workbook."""
    recognition, _ = consistent()
    official_rules()
    audit = benchmark(Audit, recognition)
    tell(f"{len(audit.instances)} 个实例，绑定 {_least(benchmark):.3f} 秒")


def test_parse_the_same_equations_as_dpm_xl(benchmark, tell):
    """Skipped where `pydpm_xl` is not installed: `pip install pydpm_xl`."""
    syntax = pytest.importorskip("py_dpm.api.dpm_xl.syntax").SyntaxAPI()
    ours = [f"财决01[{row},1] = " + " + ".join(f"财决01[{row + step},1]" for step in range(1, 5)) for row in range(10, 40)]
    theirs = [
        f"{{tZ_01.00, r{row:04}, c0010}} = " + " + ".join(f"{{tZ_01.00, r{row + step:04}, c0010}}" for step in range(1, 5))
        for row in range(10, 40)
    ]
    parse(ours[0])
    benchmark.pedantic(lambda: [parse(text) for text in ours], rounds=3)
    if benchmark.stats:
        ratio = _least(benchmark) / _seconds(lambda: [syntax.parse_expression(text) for text in theirs])
        benchmark.extra_info["times_dpm_xl"] = round(ratio, 3)
        tell(f"{len(ours)} 个等式的解析用时是 dpm-xl 的 {ratio:.2f} 倍")


def test_full_run(benchmark, tell, audited, sums):
    benchmark(audited[0].run)
    if benchmark.stats:
        ratio = _least(benchmark) / min(_seconds(lambda: _loop(sums, audited[0])) for _ in range(5))
        benchmark.extra_info["times_plain_loop"] = round(ratio, 3)
        tell(f"{len(audited[0].instances)} 个实例全部审核 {_least(benchmark) * 1000:.1f} 毫秒，是同样加总的朴素循环的 {ratio:.2f} 倍")


def test_bind_and_run_thirty_forms(benchmark, tell, thirty_forms, measured):
    """The workbook of the main line: 28,000 instances, half of them failing."""
    recognition = recognise(open_workbook(thirty_forms))
    official_rules()

    def audit():
        made = Audit(recognition)
        made.run()
        return made

    assert benchmark(audit).counts.checked > (20_000 if measured else 500)
    tell(f"三十张表绑定并审核 {_least(benchmark):.3f} 秒")


def test_one_edit(benchmark, tell, audited):
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
    median, last = (times[len(times) * share // 100] * 1000 for share in (50, 99))
    benchmark.extra_info["milliseconds_p99"] = round(last, 3)
    tell(f"一次编辑到审核结果：中位数 {median:.3f} 毫秒，第 99 百分位 {last:.3f} 毫秒")


def test_plain_loop_over_the_same_sums(benchmark, audited, sums):
    """The floor: nothing but the additions and comparisons."""
    benchmark(_loop, sums, audited[0])


def _least(benchmark):
    return benchmark.stats.stats.min if benchmark.stats else 0


def _seconds(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def _loop(sums, audit):
    amounts = audit.values.amounts
    return sum(
        sum([amounts[i] for i in a]) - sum([amounts[i] for i in b]) == sum([amounts[i] for i in c]) - sum([amounts[i] for i in d])
        for a, b, c, d in sums
    )


def _linear(node):
    return isinstance(node.left, Linear) and isinstance(node.right, Linear)
