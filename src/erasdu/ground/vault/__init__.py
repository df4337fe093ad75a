"""What people upload: made harmless, encrypted, kept under random names, and let go on its day."""
