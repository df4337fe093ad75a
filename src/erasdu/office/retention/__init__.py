"""What is kept how long, and the job that lets it go."""
