"""Work that must happen: leased rows and the worker that sweeps them."""
