"""What a partner abroad sees of a learner before all agreed: an agreed snapshot of allowed fields."""
