"""The forms there are, and how each is filled in for a reader."""

from .reading import bodies_read, is_protected, open_bodies, read_for, tcd_form, xld_form
from .receptions import denounced_are_told, read_receptions
from .tcd import TCD
from .xld import XLD

#: By the word that stands for the form in an address.
FORMS = {XLD.key: XLD, TCD.key: TCD}


def form_asked(key, user, period, *, body, today, closing_day):
    """The form `key` of a period for a user, of one body or (None) of all they read."""
    if key == TCD.key:
        return _tcd(user, period, body, today=today, closing_day=closing_day)
    return xld_form(read_for(user, period, today=today, closing_day=closing_day), body)


def _tcd(user, period, body, **days):
    bodies, opened = list(bodies_read(user)), open_bodies(user)
    receptions = read_receptions([one.pk for one in bodies], period)
    protected = {one.pk for one in bodies if is_protected(one, opened, period)}
    tells = denounced_are_told(protected, period, **days)
    return tcd_form(bodies, receptions, period, body, protected=protected, tells=tells)
