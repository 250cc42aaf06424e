"""Filters of the tables of opinions."""

from django import template

from ..work import dress_rows

register = template.Library()


@register.filter
def dressed(opinions):
    """Opinions as the table of opinions reads them: with tones and speaker."""
    return dress_rows(opinions)
