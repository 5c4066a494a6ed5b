"""Ratios of paired measurements, with an interval by bootstrap; what holds is the interval's upper end."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES = 4000


@dataclass(frozen=True)
class Ratio:
    """One line of the report."""

    name: str
    median: float
    low: float
    high: float
    line: float | None

    @property
    def holds(self) -> bool:
        """Whether the line is kept; a ratio without a line is only told."""
        return self.line is None or self.high <= self.line

    def __str__(self) -> str:
        verdict = "" if self.line is None else f"  line {self.line:.2f}  {'holds' if self.holds else 'FAILS'}"
        return f"{self.name:<62} {self.median:7.3f}  [{self.low:.3f}, {self.high:.3f}]{verdict}"


def paired(name: str, ours: Sequence[float], others: Sequence[float], line: float | None = None) -> Ratio:
    """Median of the ratios of each pair, and the interval in which 95 % of resampled medians lie."""
    pairs = [own / other for own, other in zip(ours, others, strict=True)]
    dice = random.Random(7)
    medians = sorted(statistics.median(dice.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    low, high = medians[int(RESAMPLES * 0.025)], medians[int(RESAMPLES * 0.975)]
    return Ratio(name, statistics.median(pairs), low, high, line)


def exact(name: str, value: float, line: float) -> Ratio:
    """A ratio of counts, which does not vary."""
    return Ratio(name, value, value, value, line)


def report(title: str, ratios: Sequence[Ratio]) -> bool:
    """Prints them; whether all hold."""
    print(f"\n{title}")
    for ratio in ratios:
        print(f"   {ratio}")
    return all(ratio.holds for ratio in ratios)
