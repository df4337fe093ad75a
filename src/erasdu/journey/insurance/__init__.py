"""Who pays when something happens during a stay: covers, the days that nothing covers, and what a country asks."""
