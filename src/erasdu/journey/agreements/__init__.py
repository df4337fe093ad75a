"""Learning agreements: what is learned and done during a stay, agreed and signed before it begins."""
