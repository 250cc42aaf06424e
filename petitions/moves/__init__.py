"""The table of moves, by the part of the way; `petitions/workflow.py` puts it together."""
