"""Rules written back: as blocks of a rule file, and read aloud in plain Chinese."""

from __future__ import annotations

from juesuan.audit import syntax as s

_SEVERITIES = {"error": "错误", "confirm": "核实", "info": "提示"}
_WORDS = {"=": "应等于", "≠": "不应等于", "≥": "不应小于", "≤": "不应大于", ">": "应大于", "<": "应小于"}
_IF_WORDS = {"=": "等于", "≠": "不等于", "≥": "不小于", "≤": "不大于", ">": "大于", "<": "小于"}
_CALLS = {"ABS": "的绝对值", "LEN": "的字数", "万元": "换算成万元（两位小数）", "信用代码校验": "的校验位对不对（对为 1）"}
_CHECKS = {
    "上级齐全": "每个科目的上级科目都应在本表",
    "编码不重复": "每个编码只应出现一次",
    "编码有序": "各行应按科目编码从小到大排列",
    "科目有效": "科目编码应在当年科目中",
    "名称相符": "科目名称应与当年科目一致",
    "科目归属": "科目应属于本表的预算类别",
}


def format_rule(rule: s.Rule) -> str:
    """The rule as a block of a rule file."""
    lines = [f"[{rule.id}] {rule.kind} {_SEVERITIES[rule.severity]} {_years(rule)}", f"公式：{rule.formula_text}"]
    tolerance = "尾数" if rule.rounding else "" if rule.tolerance is None or "±" in rule.formula_text else str(rule.tolerance)
    extra = (("条件", rule.condition_text), ("容差", tolerance), ("提示", rule.message), ("出处", rule.source), ("可信度", rule.confidence))
    return "\n".join(lines + [f"{label}：{text}" for label, text in extra if text])


def _years(rule: s.Rule) -> str:
    first, last = rule.years
    return str(first) if first == last else f"{first}–{last}"


def explain(rule: s.Rule) -> str:
    """The rule read in plain Chinese: what must hold, for what, when, how exactly, and what it means."""
    home = f"【{rule.home}】" if rule.home else ""
    parts = [f"{rule.id}（{rule.kind}，{_SEVERITIES[rule.severity]}，{_years(rule)} 年度）：{home}{_Reader(rule).statement(rule.formula)}"]
    parts += [f"其中 {item.variable} 依次为 {'、'.join(item.values)}" for item in rule.quantifiers]
    if rule.guard is not None:
        parts.append(f"只在{_Reader(rule).condition(rule.guard)}时审核")
    if rule.rounding:
        parts.append("四舍五入到万元产生的差额（不超过 0.02 与 0.005×项数 中较大者）记作尾数差，不算错误")
    if rule.tolerance is not None:
        parts.append(f"差额不超过 {rule.tolerance} 记作尾数差，不算错误")
    if rule.message:
        parts.append(f"意思是：{rule.message}")
    if rule.source:
        parts.append(f"出处：{rule.source}")
    return "。".join(parts) + "。"


class _Reader:
    """Reads one rule; forms other than the home form are named."""

    def __init__(self, rule: s.Rule) -> None:
        self.home = rule.home

    def statement(self, node: s.Expression) -> str:
        match node:
            case s.Comparison(operator, left, right):
                return f"{self.value(left)} {_WORDS[operator]} {self.value(right)}"
            case s.Conditional(condition, then):
                return f"如果{self.condition(condition)}，那么 {self.statement(then)}"
            case s.Logic(operator, items):
                return ("；并且 " if operator == "且" else "；或者 ").join(self.statement(item) for item in items)
            case s.Membership():
                return (
                    self.condition(node).replace("为", "应为", 1) if not node.negated else self.condition(node).replace("不为", "不应为", 1)
                )
            case s.Call(name, _):
                return _CHECKS.get(name, name)
            case _:
                return self.value(node)

    def condition(self, node: s.Expression) -> str:
        match node:
            case s.Comparison(operator, left, right):
                return f"{self.value(left)} {_IF_WORDS[operator]} {self.value(right)}"
            case s.Membership(value, items, negated):
                return f"{self.value(value)} {'不为' if negated else '为'} {'、'.join(self.value(item) for item in items)} 之一"
            case s.Logic(operator, items):
                return (" 并且 " if operator == "且" else " 或者 ").join(self.condition(item) for item in items)
            case _:
                return self.statement(node)

    def value(self, node: s.Expression) -> str:  # noqa: C901, PLR0911, PLR0912  one sentence for each kind of node
        match node:
            case s.Number(value):
                return format(value, "f")
            case s.Text(text):
                return f"“{text}”"
            case s.Empty():
                return "空"
            case s.Span(first, last):
                return f"{first} 到 {last}"
            case s.Reference():
                return self.reference(node)
            case s.Field(form, name, prior):
                return f"{'上年' if prior else ''}{form}的“{name}”"
            case s.Setting(name):
                return f"阈值“{name}”"
            case s.Variable():
                return _key(node)
            case s.Negative(operand):
                return f"负的 {self.value(operand)}"
            case s.Binary(operator, left, right):
                words = {"+": "加", "-": "减", "*": "乘以", "/": "除以"}[operator]
                return f"{self.value(left)} {words} {self.value(right)}"
            case s.Call(name, arguments):
                return self.call(name, arguments)
            case s.Listing(items):
                return "、".join(self.value(item) for item in items)
            case s.FormName(code):
                return code
            case _:
                return self.condition(node)

    def call(self, name: str, arguments: tuple[s.Expression, ...]) -> str:
        inner = "、".join(self.value(item) for item in arguments)
        if name == "SUMIF":
            return f"{self.value(arguments[0])} 填了内容的各行 {self.value(arguments[1])} 之和"
        if name == "SUM":
            return f"{inner} 之和"
        if name in _CALLS:
            return f"{inner} {_CALLS[name]}"
        return f"{inner} 中的{'较小' if name == 'MIN' else '较大'}者" if name in ("MIN", "MAX") else f"{inner} 四舍五入"

    def reference(self, node: s.Reference) -> str:
        form = ("上年" if node.prior else "") + ("" if node.form in ("", self.home) and not node.prior else node.form or self.home)
        columns = _columns(node.columns)
        return f"{form}{' ' if form else ''}{_rows(node.rows)}{' 的 ' + columns if columns else ''}"


def _key(key: s.Key) -> str:
    if isinstance(key, str):
        return key
    return key.name + (f"{key.offset:+d}" if key.offset else "")


def _rows(rows: s.Rows) -> str:  # noqa: C901, PLR0911  one wording for each kind of row
    match rows:
        case s.NamedRow(name):
            return f"{name}行" if name.isdigit() else f"“{name}”行"
        case s.RowRange(first, last):
            return f"{first}至{last}行"
        case s.EveryRow():
            return "每一行"
        case s.LevelRows(level):
            return f"各{level}"
        case s.KeyedRow(attribute, key):
            return f"每个{attribute} {_key(key)}" if isinstance(key, s.Variable) else f"{attribute} {key}"
        case s.RowsBelow(level, key):
            return f"{_key(key)} 下的各{level}"
        case s.BlockRows(block):
            return f"“{block}”各明细行"
        case s.PrefixRows(prefix):
            return f"“{prefix.rstrip('_')}”各行"
        case s.Variable():
            return f"{_key(rows)} 行"
        case s.RowList(items):
            return "、".join(_rows(item) for item in items)


def _columns(columns: s.Columns) -> str:
    match columns:
        case s.AlignedColumn():
            return "各对应栏"
        case s.ColumnPath(segments):
            name = "/".join(_key(item) for item in segments)
            return f"{name}栏" if name.isdigit() else f"“{name}”栏"
        case s.ColumnRange(first, last):
            return f"{first}至{last}栏"
        case s.EconomicColumn(key):
            return f"经济分类 {_key(key)} 栏"
        case s.EconomicColumns(level, key):
            return f"各经济分类{level}栏" if key is None else f"经济分类 {_key(key)} 下各{level}栏"
        case s.Variable():
            return f"{_key(columns)} 栏"
