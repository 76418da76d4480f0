"""`python -m transfo_analysis`: the same as the command `transfo`."""

from transfo_analysis.cli import main

main()
