"""SQLite, as Django has it, with the statements of `config.database`."""
