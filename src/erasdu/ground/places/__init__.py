"""Towns on the map: where organisations, places and beds are, without asking the network."""
