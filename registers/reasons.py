"""The lists of reasons: what may be chosen on a day, what a code is called, and what a list rests on.

A reason is chosen from the list in force on the day that it belongs to: of a reception the day of its session, of a
move the day on which the move is made. It keeps the name that it had on that day, or on the nearest one.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import formats
from django.utils.translation import gettext as _

from .models import ListedReason

_reading = ContextVar("reading of the lists of reasons", default=None)


class _Reading:
    """The whole register, read with one query when the first reason is asked for."""

    rows = None

    def of_list(self, name):
        if self.rows is None:
            self.rows = {}
            for row in ListedReason.objects.all():
                self.rows.setdefault(row.list, []).append(row)
        return self.rows.get(str(name), [])


@contextmanager
def read_once():
    """Within it the register is read once at most: around a request, and around work that goes over many rows."""
    token = _reading.set(_reading.get() or _Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def _of_list(name):
    return (_reading.get() or _Reading()).of_list(name)


def in_force(name, on, kind=""):
    """The reasons of a list that may be chosen on a day, for a kind of petition where one is given, in their order."""
    return [row for row in _of_list(name) if row.is_in_force(on) and row.is_of(kind)]


def codes_in_force(name, on, kind=""):
    return {row.code for row in in_force(name, on, kind)}


def labels_of(name, codes, on):
    """What codes of a list are called in the active language, as on a day; a code that is not there is shown itself."""
    known = {}
    # The last row of a code that had begun by the day has the name.
    for row in sorted(_of_list(name), key=lambda row: row.valid_from) if codes else []:
        if row.code not in known or row.valid_from <= on:
            known[row.code] = row
    return [known[code].label if code in known else code for code in codes]


def label_of(name, code, on):
    """The label of one code; "" of none."""
    return labels_of(name, [code], on)[0] if code else ""


def source_words(name, on, kind=""):
    """What stands beside a list on a form: the bases of what may be chosen, and whether anybody checked them."""
    rows = in_force(name, on, kind)
    if not rows:
        day = formats.date_format(on, "SHORT_DATE_FORMAT")
        return _("The register has no reason of this list in force on %(day)s.") % {"day": day}
    said = []
    if bases := "; ".join(dict.fromkeys(row.legal_basis for row in rows if row.legal_basis)):
        said.append(_("Basis: %(basis)s.") % {"basis": bases})
    unverified = sum(not row.verified for row in rows)
    if unverified == len(rows):
        said.append(_("Unverified: this list has not been checked against the text of the regulation."))
    elif unverified:
        said.append(_("Unverified in part: not all of this list has been checked against the text of the regulation."))
    return " ".join(said)
