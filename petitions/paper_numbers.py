"""Numbers that lead from a denunciation to its papers: digits and listed abbreviations, which can spell no name."""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from registers.documents import has_listed_symbols

#: What stands between number and year of a paper file: hồ sơ, hồ sơ mật, hồ sơ tố cáo, tố cáo, đơn thư.
FILE_SYMBOLS = ("HS", "HSM", "HSTC", "TC", "ĐT")
_FILE = re.compile(rf"([0-9]{{1,6}})/({'|'.join(FILE_SYMBOLS)})(?:-([0-9]{{4}}))?")
_OLDEST = 2000


def check_paper_file(value):
    """Raise `ValidationError` unless it reads like 15/HSM-2026. The sentence does not repeat what was typed."""
    found = _FILE.fullmatch(value)
    if found is None or (found[3] and not _OLDEST <= int(found[3]) <= timezone.localdate().year + 1):
        raise ValidationError(
            _("Number, symbol (%(symbols)s) and year of the paper file, for example 15/HSM-2026; nothing else."),
            params={"symbols": ", ".join(FILE_SYMBOLS)},
        )


def check_document_number(value):
    """Raise `ValidationError` unless it is a number, alone or with a kind of document and bodies of the register."""
    if not has_listed_symbols(value):
        raise ValidationError(
            _(
                "Only the number, or with it the kind of document and the symbol of a body in the register, for "
                "example 12/TB-UBND; leave out any other symbol."
            )
        )
