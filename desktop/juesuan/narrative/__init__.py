"""Facts → sentences → document blocks; one template per province and year."""

from juesuan.narrative.answers import AnswerPlace, answer_cell, answer_place
from juesuan.narrative.checking import Mistake, check_templates
from juesuan.narrative.composing import compose, remaining
from juesuan.narrative.doubts import doubts
from juesuan.narrative.facts import Fact, Facts
from juesuan.narrative.inputs import Input, load_inputs
from juesuan.narrative.rewriting import needs_sheet, restore, rewrite, rewritten
from juesuan.narrative.templates import PROVINCES, TemplateError, load_template

__all__ = [
    "PROVINCES",
    "AnswerPlace",
    "Fact",
    "Facts",
    "Input",
    "Mistake",
    "TemplateError",
    "answer_cell",
    "answer_place",
    "check_templates",
    "compose",
    "doubts",
    "load_inputs",
    "load_template",
    "needs_sheet",
    "remaining",
    "restore",
    "rewrite",
    "rewritten",
]
