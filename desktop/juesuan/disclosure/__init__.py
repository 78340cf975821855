"""公开表 in 万元, derived from the 财决 forms."""
