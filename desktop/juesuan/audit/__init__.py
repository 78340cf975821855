"""审核公式: the language, the compiled rules, incremental evaluation, findings."""
