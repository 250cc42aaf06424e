"""The forms there are, and how each is filled in for a reader."""

from .reading import read_for, xld_form
from .xld import XLD

#: By the word that stands for the form in an address.
FORMS = {XLD.key: XLD}


def form_asked(key, user, period, *, body, today, closing_day):
    """The form `key` of a period for a user, of one body or (None) of all they read."""
    return xld_form(read_for(user, period, today=today, closing_day=closing_day), body)
