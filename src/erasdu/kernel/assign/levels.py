"""Relaxations in HiGHS, as small as what is closed allows, and the bases that they begin from."""

from __future__ import annotations

from typing import NamedTuple

import highspy
import numpy as np

from erasdu.kernel.assign.highs import quiet
from erasdu.kernel.assign.model import Flags
from erasdu.kernel.assign.problem import Integers


class Level:
    """The relaxation in HiGHS without the columns that are closed, and without the rows that cannot bind then."""

    def __init__(self, lp: highspy.HighsLp, closed: Flags, basis: Basis | None) -> None:
        """`closed` [column of the whole], `basis` is of the whole."""
        self.solver = relaxing(lp)
        columns, rows = np.array(closed), np.zeros(lp.num_row_, np.bool_)
        if basis is not None:
            columns &= basis.columns != BASIC
            rows = slack(lp, columns) & (basis.rows == BASIC)
        self.columns, self.rows = np.flatnonzero(~columns), np.flatnonzero(~rows)
        for flags, delete in ((columns, self.solver.deleteCols), (rows, self.solver.deleteRows)):
            gone = np.flatnonzero(flags).astype(np.int32)
            if len(gone):
                delete(len(gone), gone)
        self.size = len(self.columns)
        self.lower, self.upper = np.full(self.size, np.nan), np.full(self.size, np.nan)  # those that HiGHS has
        if basis is not None:
            self.solver.setBasis(basis.of(self.columns, self.rows))

    def of_whole(self, basis: highspy.HighsBasis, lp: highspy.HighsLp) -> Basis:
        """A basis of this, as one of the whole."""
        columns, rows = np.full(lp.num_col_, LOWER), np.full(lp.num_row_, BASIC)
        columns[self.columns] = [int(each) for each in basis.col_status]
        rows[self.rows] = [int(each) for each in basis.row_status]
        return Basis(columns, rows)


class Basis(NamedTuple):
    """Of the whole relaxation, in HiGHS's numbers."""

    columns: Integers
    rows: Integers

    def of(self, columns: Integers, rows: Integers) -> highspy.HighsBasis:
        """The part of it for some columns and rows."""
        found = highspy.HighsBasis()
        found.col_status = [STATUSES[each] for each in self.columns[columns].tolist()]
        found.row_status = [STATUSES[each] for each in self.rows[rows].tolist()]
        found.valid = True
        return found


STATUSES = {int(each): each for each in highspy.HighsBasisStatus.__members__.values()}
BASIC, LOWER = int(highspy.HighsBasisStatus.kBasic), int(highspy.HighsBasisStatus.kLower)


def relaxing(lp: highspy.HighsLp) -> highspy.Highs:
    """A solver that holds this."""
    solver = quiet()
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("solver", "simplex")
    solver.passModel(lp)
    return solver


def slack(lp: highspy.HighsLp, closed: Flags) -> Flags:
    """[row]: whether it holds whatever the columns are, without those that are closed; they are 0 to 1."""
    matrix = lp.a_matrix_
    row = np.repeat(np.arange(lp.num_row_), np.diff(matrix.start_))
    most = np.bincount(row, np.maximum(matrix.value_, 0) * ~closed[matrix.index_], lp.num_row_)
    return (most <= np.array(lp.row_upper_)) & np.isneginf(lp.row_lower_)
