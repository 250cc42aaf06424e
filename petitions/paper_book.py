"""What a printed register says of the rows that stand in the paper book alone: denunciations."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registers.levels import Level

from .models import PetitionKind


def paper_book_notes(body, rows):
    """Sentences on how many of `rows` are denunciations, as far as a copy that leaves the portal may tell it: never of
    a body below the province, since two copies of overlapping days would give the count of a day.
    """
    is_told = body.unit.level in (Level.CENTRAL, Level.PROVINCE)
    number = rows.filter(kind=PetitionKind.DENUNCIATION).count() if is_told else 0
    if not number:
        return [_("Denunciations stand in the paper book alone.")]
    return [
        ngettext(
            "%(number)d row of a denunciation stands in the paper book alone.",
            "%(number)d rows of denunciations stand in the paper book alone.",
            number,
        )
        % {"number": number}
    ]
