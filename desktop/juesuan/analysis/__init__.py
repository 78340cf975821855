"""Figures of a workbook as a table, and beside last year's."""

from juesuan.analysis.comparison import Changed, Comparison, OnlyOnce
from juesuan.analysis.figures import Figure, figures
from juesuan.analysis.frame import frame
from juesuan.analysis.link import PRIOR_SHEET, link_prior, unlink_prior
from juesuan.analysis.prior import Prior, prior_of

__all__ = [
    "PRIOR_SHEET",
    "Changed",
    "Comparison",
    "Figure",
    "OnlyOnce",
    "Prior",
    "figures",
    "frame",
    "link_prior",
    "prior_of",
    "unlink_prior",
]
