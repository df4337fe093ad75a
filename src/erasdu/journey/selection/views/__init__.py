"""Pages of a selection: the board, one learner, the panel, by link, and the candidate's own."""
