"""Reads across steps: where candidacies stand, boards, home pages and dossiers."""
