"""绩效: the projects of a unit, their forms, indicators and scores."""
