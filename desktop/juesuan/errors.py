"""The one family of errors that a user may see."""

from __future__ import annotations

import errno

_REASONS = {
    "ENOENT": "没有这个文件或文件夹",
    "EACCES": "没有权限，或正被别的程序占用",
    "EPERM": "没有权限",
    "EEXIST": "已有同名的文件",
    "ENOSPC": "磁盘空间不足",
    "EDQUOT": "磁盘空间不足",
    "EROFS": "磁盘是只读的",
    "ENAMETOOLONG": "文件名或路径太长",
    "EINVAL": "文件名含有系统不允许的字符",
    "EIO": "磁盘读写出错",
    "ENODEV": "设备已断开",
    "ENXIO": "设备已断开",
    "ENOTDIR": "路径中有一段不是文件夹",
    "EISDIR": "同名的是一个文件夹",
    "EBUSY": "正被占用",
    "ETIMEDOUT": "网络超时",
    "EHOSTUNREACH": "网络不通",
    "EHOSTDOWN": "对方电脑没有开机",
    "ENETUNREACH": "网络不通",
    "ENOTCONN": "网络连接已断开",
    "ESTALE": "网络盘已断开",
    "EFBIG": "文件太大",
    "ELOOP": "快捷方式互相指来指去",
}


class JuesuanError(Exception):
    """Something could not be done; the message is a Chinese sentence: what happened, where, what to do next."""


def system_reason(error: OSError) -> str:
    """Why the system refused, in words of the user's language."""
    words = str(error.strerror or error)
    known = _REASONS.get(errno.errorcode.get(error.errno or 0, ""), words)
    return words if getattr(error, "winerror", None) else known  # Windows says it in the user's own language
