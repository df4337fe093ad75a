"""The rows of a linear programme while it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from erasdu.kernel.assign.model import Floats
from erasdu.kernel.assign.problem import Integers


@dataclass
class Rows:
    """A matrix as it grows: one row at a time, or many rows from keys."""

    upper: list[float] = field(default_factory=list)
    lower: dict[int, float] = field(default_factory=dict)
    at: list[Integers] = field(default_factory=list)
    which: list[Integers] = field(default_factory=list)
    weight: list[np.ndarray] = field(default_factory=list)

    def add(self, columns: Sequence[int] | Integers, weights: Sequence[float] | Floats, upper: float) -> None:
        self.which.append(np.asarray(columns, np.int64))
        self.weight.append(np.asarray(weights, np.float64))
        self.at.append(np.full(len(columns), len(self.upper), np.int64))
        self.upper.append(upper)

    def add_many(self, keys: Integers, columns: Integers, upper: Integers) -> None:
        """Columns with the same key stand in one row, at most `upper[key]` together, where that could be exceeded."""
        unique, place, count = np.unique(keys, return_inverse=True, return_counts=True)
        keep = count > upper[unique]
        number = np.cumsum(keep) - 1 + len(self.upper)
        use = keep[place]
        self.at.append(number[place[use]])
        self.which.append(columns[use])
        self.weight.append(np.ones(int(use.sum())))
        self.upper.extend(upper[unique[keep]].tolist())
