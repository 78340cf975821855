"""功能分类 and 经济分类 科目 of each year: looking up, searching, and judging a code and its name."""

from juesuan.subjects.classification import Problem, Subjects
from juesuan.subjects.renamed import Renaming, earlier_codes, later_code, renamings
from juesuan.subjects.subject import Subject, plain_code, plain_name

__all__ = ["Problem", "Renaming", "Subject", "Subjects", "earlier_codes", "later_code", "plain_code", "plain_name", "renamings"]
