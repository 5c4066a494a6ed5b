"""Ratios of paired measurements, with an interval by bootstrap; what holds is the interval's upper end."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 4000

Pairs = Sequence[tuple[float, float]]


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
    pairs = list(zip(ours, others, strict=True))
    return _resampled(name, pairs, lambda sample: statistics.median(own / other for own, other in sample), line)


def summed(name: str, ours: Sequence[float], others: Sequence[float], line: float | None = None) -> Ratio:
    """Ratio of the sums over all pairs, and the interval in which 95 % of it lies when pairs are resampled."""
    pairs = list(zip(ours, others, strict=True))
    return _resampled(
        name, pairs, lambda sample: sum(own for own, _ in sample) / sum(other for _, other in sample), line
    )


def _resampled(name: str, pairs: Pairs, ratio: Callable[[Pairs], float], line: float | None) -> Ratio:
    dice = random.Random(7)
    values = sorted(ratio(dice.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    return Ratio(name, ratio(pairs), values[int(RESAMPLES * 0.025)], values[int(RESAMPLES * 0.975)], line)


def exact(name: str, value: float, line: float) -> Ratio:
    """A ratio of counts, which does not vary."""
    return Ratio(name, value, value, value, line)


def report(title: str, ratios: Sequence[Ratio]) -> bool:
    """Prints them; whether all hold."""
    print(f"\n{title}")
    for ratio in ratios:
        print(f"   {ratio}")
    return all(ratio.holds for ratio in ratios)
