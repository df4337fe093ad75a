"""Two people who edit the same thing: the second sees both texts."""


class Stale(Exception):
    """The row is no longer at the revision that the person saw; nothing was written."""
