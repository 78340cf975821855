"""What both programs run: a failure that no console would show is shown in a box."""

import glob
import sys
import traceback


def _show(words: str) -> None:
    import ctypes

    getattr(ctypes, "windll").user32.MessageBoxW(None, words[-1500:], "决算工作台", 0x10)  # noqa: B009 - only Windows has it


def spread(words: list[str]) -> list[str]:
    """The words with `*.xlsx` replaced by the files it stands for, in order: the Windows console leaves that to the program."""
    return [found for word in words for found in (_files(word) if "*" in word or "?" in word else ()) or (word,)]


def _files(pattern: str) -> list[str]:
    return sorted(glob.glob(pattern))  # noqa: PTH207 - leaves the words as they were typed


def _main() -> int:
    sys.argv[1:] = spread(sys.argv[1:])
    try:
        from juesuan.__main__ import main

        return main()
    except Exception:
        if sys.stderr is not None:
            raise
        _show("程序出现意外错误，已编辑的内容保存在日志里，下次打开时可以找回。\n\n" + traceback.format_exc())
        return 2


if __name__ == "__main__":  # the processes that help with a 汇总 read this file too
    sys.exit(_main())
