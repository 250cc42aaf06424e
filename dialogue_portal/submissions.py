"""Forms that are sent again: by a second press, over a bad line, or after the browser's way back.

A page gives its form a token (`fields.TokenInput`). What the form registers keeps as `submission_token` the first half
of that token, and a digest of what was said as the second: the same words sent again find their row, other words become
a row of their own, and all rows that one form left are found together. The digest is taken with the whole token, of
which half is kept nowhere, so that no row can be asked whether it held some words.
"""

from dataclasses import fields, is_dataclass
from hashlib import sha256
from uuid import UUID

_HALF = 16


def submission_key(data):
    """What the row of this form keeps; None of data without a token. `data` is a dataclass with a `token`."""
    if not data.token:
        return None
    said = repr((data.token.hex, [_told(getattr(data, one.name)) for one in fields(data) if one.name != "token"]))
    return UUID(data.token.hex[:_HALF] + sha256(said.encode()).hexdigest()[:_HALF])


def sent_with(rows, token):
    """The rows of a queryset that forms of this token left, whatever they said."""
    first = token.hex[:_HALF]
    return rows.filter(submission_token__range=(UUID(first + "0" * _HALF), UUID(first + "f" * _HALF)))


def sent_before(rows, data):
    """The row of a queryset that the same form left when it said the same; None where there is none."""
    return rows.filter(submission_token=submission_key(data)).first() if data.token else None


def _told(value):
    """A value of the data as it is compared: rows by their key, rows of rows one by one."""
    if is_dataclass(value):
        return [_told(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, list | tuple):
        return [_told(one) for one in value]
    return str(getattr(value, "pk", value))
