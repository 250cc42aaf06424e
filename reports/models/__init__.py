from .papers import RenderedPaper
from .published import PublishedFigure
from .summaries import Summary

__all__ = ["PublishedFigure", "RenderedPaper", "Summary"]
