"""The one row for one person's stay, and the parties on its dossier."""
