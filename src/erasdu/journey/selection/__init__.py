"""The school's interviews, input, scores, ranking, decision and report."""
