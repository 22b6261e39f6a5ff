"""How far a long command has come, in figures."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

BAR = 30  # characters


class Progress:
    """A bar that redraws itself in a terminal, and ten lines in a log."""

    def __init__(self, stream: TextIO, count: int) -> None:
        self.stream, self.count, self.started, self.tenth = stream, count, monotonic(), 0
        self.is_terminal = stream.isatty()

    def show(self, done: int) -> None:
        rate = done / max(monotonic() - self.started, 0.001)
        line = f"{done:>9,} of {self.count:,}  {rate:,.0f} a second"
        if self.is_terminal:
            full = BAR * done // self.count
            self.stream.write(f"\r{'█' * full}{'░' * (BAR - full)} {line} ", ending="")
            self.stream.flush()
        elif done * 10 // self.count > self.tenth:
            self.tenth = done * 10 // self.count
            self.stream.write(line)

    def end(self) -> None:
        if self.is_terminal:
            self.stream.write("")
