"""The other exercises of a session, on the same corpus, codes, tables and findings.

One module an exercise; each gives tables that are declared in `tables/exercised.py`, and
`Exercised` holds them all.
"""

from transfo_analysis.exercises.exercised import Exercised

__all__ = ["Exercised"]
