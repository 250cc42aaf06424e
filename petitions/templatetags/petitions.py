"""Filters of the tables of petitions."""

from django import template

from ..lines import dress_rows

register = template.Library()


@register.filter
def dressed_petitions(petitions):
    """Petitions as the table of petitions reads them."""
    return dress_rows(petitions)
