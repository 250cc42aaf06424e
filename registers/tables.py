"""CSV files as the registers read them: UTF-8, a heading row, every refusal with its file and row."""

import csv
from datetime import date
from pathlib import Path

from dialogue_portal.text import clean_line


class ImportRefused(Exception):
    """Nothing can be imported; the message is a sentence that names the file, and the row where there is one."""


class RowRefused(ImportRefused):
    def __init__(self, path, row, reason):
        super().__init__(f"{Path(path).name}, row {row}: {reason}.")


def read_header(path):
    """The names of the columns; an empty list for an empty file."""
    return next(csv.reader(_lines(path)[:1]), [])


def read_rows(path):
    """(number of the row in the file, {column: cleaned value}) of every row that is not blank."""
    reader = csv.DictReader(_lines(path), strict=True)
    try:
        for values in reader:
            if None in values or None in values.values():
                raise RowRefused(path, reader.line_num, f"it must have {len(reader.fieldnames)} values")
            yield reader.line_num, {column: clean_line(value) for column, value in values.items()}
    except csv.Error as error:
        raise RowRefused(path, reader.line_num, f"it cannot be read ({error})") from error


def read_day(path, row, values, column, *, required=True):
    """A day of a row, written YYYY-MM-DD; None when it is left empty and may be."""
    if not values[column] and not required:
        return None
    try:
        return date.fromisoformat(values[column])
    except ValueError as error:
        raise RowRefused(path, row, f"{column}: “{values[column]}” is not a day; write it as YYYY-MM-DD") from error


def read_flag(path, row, values, column):
    """A column that says 0 or 1."""
    if values[column] not in ("0", "1"):
        raise RowRefused(path, row, f"{column} must be 0 or 1, not “{values[column]}”")
    return values[column] == "1"


def _lines(path):
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path.name} is not UTF-8 text. Save it as “CSV UTF-8”.") from error
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be read: {error.strerror}.") from error
