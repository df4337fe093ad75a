"""Work across dossiers."""
