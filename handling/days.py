"""The days that a move of a record may bear."""

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _


def check_day(day, *, received_on, today):
    """The day of something that happened to a record. Raises `ValidationError` outside what is possible."""
    if day > today:
        raise ValidationError(_("This day lies in the future."))
    if received_on and day < received_on:
        shown = {"day": formats.date_format(received_on, "SHORT_DATE_FORMAT")}
        raise ValidationError(_("That is before %(day)s, the day it was received."), params=shown)
    return day
