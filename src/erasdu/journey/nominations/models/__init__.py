"""Who is nominated, how learners were divided over schools, and what schools lend each other."""

from erasdu.journey.nominations.models.dividing import Division, DivisionLine, Loan
from erasdu.journey.nominations.models.nominees import Guardian, ImportBatch, Nomination

__all__ = ["Division", "DivisionLine", "Guardian", "ImportBatch", "Loan", "Nomination"]
