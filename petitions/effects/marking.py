"""Marks of a petition, set and taken back on its way: much becomes prolonged only while it is settled."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..confidentiality import refuse_words
from ..marks import marks_of


def check_mark(petition, data):
    refuse_words(petition, data)
    if _asked(petition, data) == marks_of(petition):
        raise ValidationError(_("The petition has exactly these marks already: change one."))


def mark(petition, data, *, by, on):
    before, asked = marks_of(petition), _asked(petition, data)
    for name, value in asked.items():
        setattr(petition, name, value)
    changed = [name for name in asked if asked[name] != before[name]]
    return {
        "marked": [name for name in changed if asked[name]],
        "unmarked": [name for name in changed if before[name]],
    }


def _asked(petition, data):
    """The marks it is to have; what is not spoken of stays."""
    return {name: bool(data.get(name, value)) for name, value in marks_of(petition).items()}
