"""绩效: forms, scoring, report parts."""
