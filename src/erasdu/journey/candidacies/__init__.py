"""Learners who apply, their CV and expectations."""
