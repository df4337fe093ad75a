"""Pages of networks: companies, places, homes, checks and what is booked."""
