"""How an installation runs: settings, addresses, schedule, command."""
