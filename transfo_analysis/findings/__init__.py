"""From matter to findings: bundles gathered by the program, statements worded by people."""

from transfo_analysis.findings.bundles import bundles
from transfo_analysis.findings.three import three_quotes
from transfo_analysis.findings.worded import evidence, findings

__all__ = ["bundles", "evidence", "findings", "three_quotes"]
