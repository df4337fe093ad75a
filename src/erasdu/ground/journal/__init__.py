"""Who did what when; the one clock; gates; forms sent once."""
