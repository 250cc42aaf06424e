"""Repeats the demonstration's history: the same rows again under new numbers, until there are as many as asked for."""


def repeat_history(opinions):
    """Not yet."""
