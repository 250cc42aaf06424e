"""Choices out of a list of the register of reasons, with what the list rests on beside them."""

from django.utils.html import format_html_join

from registers.reasons import in_force, source_words


def offer_listed(field, reasons, on, *, kind="", none=None):
    """Offer what the list has in force on the day `on`, for a kind of petition where one is given; `none` is the label
    of choosing nothing, where one may.

    The basis and the mark of what nobody checked are the help of the field, which readers of screens are told with it.
    """
    offered = [(row.code, row.label) for row in in_force(reasons, on, kind)]
    field.choices = offered if none is None else [("", none), *offered]
    # Pages print the help of a field as it is: what the register says is escaped here.
    said = (field.help_text, source_words(reasons, on, kind))
    field.help_text = format_html_join(" ", "{}", ((sentence,) for sentence in said if sentence))
