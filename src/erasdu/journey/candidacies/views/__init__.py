"""Pages of applying: the school's door, the learner's form, the school's list, imports, corrections."""
