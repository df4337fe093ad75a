"""What is there before any step of the journey."""
