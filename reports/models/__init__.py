from .papers import RenderedPaper
from .published import Measure, PublishedFigure
from .summaries import Summary

__all__ = ["Measure", "PublishedFigure", "RenderedPaper", "Summary"]
