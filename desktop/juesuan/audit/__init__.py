"""审核: the rule language, the compiled rules, incremental evaluation, findings."""

from juesuan.audit.engine import Audit, RuleVerdict, official_rules
from juesuan.audit.finding import Counts, Finding, FindingCell, FindingsChange, NotJudged

__all__ = ["Audit", "Counts", "Finding", "FindingCell", "FindingsChange", "NotJudged", "RuleVerdict", "official_rules"]
