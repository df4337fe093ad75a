"""Matching: each learner gets one placement and one bed near each other, or stays unmatched, at the least cost.

`problem` and `solution` say what goes in and out, `solve` does it, `repair` mends a solution after something was
withdrawn, `explain` answers questions about one. `certificate` and the checks in `solution` share no code with the
solver.
"""
