"""The road of a learner, a folder a step."""
