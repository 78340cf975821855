"""Compiled rules kept between runs, keyed by what they were compiled from; losing the cache costs a quarter of a second, nothing else."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from juesuan import __version__
from juesuan.audit.syntax import Rule

_SOURCES = ("formula.lark", "building.py", "parser.py", "rulebook.py", "syntax.py")


def cached_rules(paths: Sequence[Path]) -> tuple[Rule, ...]:
    """The rules of these files, compiled or from the cache. Raises RuleFileError."""
    key = _key(paths)
    stored = _folder() / f"rules-{key}.pickle"
    found = _load(stored)
    if found is not None:
        return found
    from juesuan.audit.rulebook import read_rules

    rules = read_rules(paths)
    for rule in rules:
        rule.references  # noqa: B018  worked out now, it is kept with the rule
    _store(stored, rules)
    return rules


def _key(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    here = Path(__file__).parent
    for path in (*(here / name for name in _SOURCES), *paths):
        digest.update(path.name.encode())
        try:
            digest.update(path.read_bytes())
        except OSError:
            digest.update(b"?")
    return digest.hexdigest()[:24]


def _folder() -> Path:
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or (Path.home() / ".cache")
    return Path(home) / "juesuan"


def _load(path: Path) -> tuple[Rule, ...] | None:
    try:
        found = pickle.loads(path.read_bytes())  # noqa: S301  the user's own folder, written by us
    except Exception:  # noqa: BLE001  whatever is wrong with a cache, compiling anew mends it
        return None
    return found if isinstance(found, tuple) and all(isinstance(rule, Rule) for rule in found) else None


def _store(path: Path, rules: tuple[Rule, ...]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("rules-*.pickle"):
            old.unlink(missing_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(pickle.dumps(rules, protocol=5))
        draft.replace(path)
    except OSError:
        return
