"""What a printed register says of the rows that stand in the paper book alone: denunciations."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registers.levels import Level

from .models import PetitionKind
from .statistics.withholding import LEAST


def paper_book_notes(body, rows):
    """Sentences on how many of `rows` are denunciations, as far as a copy that leaves the portal may tell it."""
    number = rows.filter(kind=PetitionKind.DENUNCIATION).count()
    if number < (1 if body.unit.level in (Level.CENTRAL, Level.PROVINCE) else LEAST):
        return [_("Denunciations stand in the paper book alone.")]
    return [
        ngettext(
            "%(number)d row of a denunciation stands in the paper book alone.",
            "%(number)d rows of denunciations stand in the paper book alone.",
            number,
        )
        % {"number": number}
    ]
