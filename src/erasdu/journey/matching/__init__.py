"""Learner × place × bed: boards, the optimiser's proposals, and the yes of everybody whom it concerns."""
