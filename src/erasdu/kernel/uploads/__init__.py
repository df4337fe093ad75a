"""What people upload, made harmless: read in a limited process of its own and written anew."""
