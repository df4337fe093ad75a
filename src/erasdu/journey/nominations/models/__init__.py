"""Who is nominated, how learners were divided over schools, and what schools lend each other."""

from erasdu.journey.nominations.models.dividing import Division, DivisionLine, Loan
from erasdu.journey.nominations.models.nominees import Guardian, ImportBatch, Nomination
from erasdu.journey.nominations.models.papers import HomePaper

__all__ = ["Division", "DivisionLine", "Guardian", "HomePaper", "ImportBatch", "Loan", "Nomination"]
