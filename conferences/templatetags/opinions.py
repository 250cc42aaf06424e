"""Filters of the tables of opinions."""

from django import template

from ..opinion_lines import dress_rows

register = template.Library()


@register.filter
def dressed(opinions):
    """Opinions as the table of opinions reads them."""
    return dress_rows(opinions)
