"""What must be in order before a gate, composed from every step."""
