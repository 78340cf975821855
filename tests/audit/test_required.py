"""Every required check is a rule, or is said not to be one and why."""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

from juesuan.audit import official_rules
from juesuan.resources import resource


def required():
    """(list, id) of everything that is to be checked."""
    lines = Path(__file__).with_name("required_rules.txt").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        name, start, *ends = line.split()
        yield from ((name, start + end) for end in ends)


def test_every_required_check_is_a_rule_or_says_why_not():
    rules = {rule.id for rule in official_rules()}
    with resource("rules/对照.toml").open("rb") as file:
        elsewhere = tomllib.load(file)
    wanted = list(required())
    assert len(wanted) == len(set(wanted)) == 328 + 46
    by_rule = [
        item for item in wanted if item[0] == "逻辑审核公式" and any(rule == item[1] or rule.startswith(f"{item[1]}-") for rule in rules)
    ]
    others = [item for item in wanted if item not in by_rule]
    assert [item for item in others if item[1] not in elsewhere[item[0]]] == []
    reasons = [name for _, name in others if "原因" in (elsewhere["逻辑审核公式"] | elsewhere["公开检查"])[name]]
    print(f"\n规定 {len(wanted)} 条：同名公式 {len(by_rule)}，别的公式 {len(others) - len(reasons)}，说明原因 {len(reasons)}")  # noqa: T201


def test_the_rules_named_for_a_check_exist():
    rules = [rule.id for rule in official_rules()]
    with resource("rules/对照.toml").open("rb") as file:
        elsewhere = tomllib.load(file)
    for checks in elsewhere.values():
        for name, check in checks.items():
            assert check["内容"]
            assert ("公式" in check) != ("原因" in check), name
            for pattern in check.get("公式", ()):
                assert any(fnmatchcase(rule, pattern) for rule in rules), (name, pattern)
