"""绩效: forms as sheets, indicators judged and scored, rules as live findings, reports."""

from juesuan.forms.performance_reading import Indicator, PerformanceSheet, read_performance
from juesuan.performance.projects import Project, new_performance_workbook, projects_of
from juesuan.performance.reports import compose_report

__all__ = ["Indicator", "PerformanceSheet", "Project", "compose_report", "new_performance_workbook", "projects_of", "read_performance"]
