"""When to stop, and who hears how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Watch:
    """When to stop, and who wants to know how far it is: `on_progress(part, cost, bound)`, part from 0 to 1."""

    seconds: float | None = None
    on_progress: Callable[[float, int | None, int | None], None] | None = None
    should_stop: Callable[[], bool] | None = None
    stopped: bool = False
    started: float = field(default_factory=time.monotonic)

    @property
    def passed(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float | None:
        return None if self.seconds is None else self.seconds - self.passed

    def go_on(self) -> bool:
        if (self.seconds is not None and self.passed > self.seconds) or (self.should_stop and self.should_stop()):
            self.stopped = True
        return not self.stopped

    def tell(self, part: float, cost: float | None = None, least: int | None = None) -> None:
        if self.on_progress:
            self.on_progress(part, None if cost is None else round(cost), least)
