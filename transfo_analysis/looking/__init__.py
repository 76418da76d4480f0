"""What a project shows: one verb a table, each a DataFrame or opening to DataFrames.

`tables` holds those of the main job, `exercises` those of the other exercises of a session,
`results` what comes of them: what changed, what may be shown, how it was done.
"""

from transfo_analysis.looking.results import Looking

__all__ = ["Looking"]
