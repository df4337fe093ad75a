"""Paper that comes back: the code on each printed page, read from photos and scans, sorted by paper and page."""
