"""The one family of errors that a user may see."""

from __future__ import annotations


class JuesuanError(Exception):
    """Something could not be done; the message is a Chinese sentence: what happened, where, what to do next."""
