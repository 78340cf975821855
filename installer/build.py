#!/usr/bin/env python3
"""做安装包：`python installer/build.py deb|windows|lock`（说明见 installer/README.md）。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from installer.packing.places import HOME, BuildError


def main(words: list[str]) -> int:
    """Build what the words ask for; the exit code."""
    arguments = _parser().parse_args(words)
    try:
        arguments.action(arguments)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="做决算工作台的安装包")
    parser.add_argument("--into", type=Path, default=HOME / "build", metavar="DIR", help="在哪里构建（默认 build/）")
    verbs = parser.add_subparsers(title="动词", required=True, metavar="动词")

    lock = verbs.add_parser("lock", help="重新锁定依赖的版本和哈希")
    lock.set_defaults(action=_lock)

    deb = verbs.add_parser("deb", help="Linux 安装包（.deb）")
    deb.set_defaults(action=_deb)

    windows = verbs.add_parser("windows", help="Windows 安装程序（.exe）")
    windows.add_argument("--runtime", type=Path, metavar="ZIP", help="官方 python-3.11.x-embed-amd64.zip；不给则取自锁定的轮子")
    windows.add_argument("--version", metavar="VERSION", help="写进安装程序的版本号（默认取自程序；用于试验升级）")
    windows.add_argument("--fast", action="store_true", help="压缩得快些，安装程序大些")
    windows.set_defaults(action=_windows)
    return parser


def _lock(_: argparse.Namespace) -> None:
    from installer.packing.locking import write_locks

    write_locks()


def _deb(arguments: argparse.Namespace) -> None:
    from installer.packing.linux import build_deb

    print(build_deb(arguments.into))


def _windows(arguments: argparse.Namespace) -> None:
    from installer.packing.windows import build_setup

    print(build_setup(arguments.into, arguments.runtime, arguments.version, fast=arguments.fast))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
