"""ErasDu: short Erasmus+ internships for learners in dual learning, from call to stay."""
