"""Pages that span steps."""
