"""What may not be kept of a denunciation, and the sentence that says so. Every writer asks here before it writes.

The database holds the rest: a denunciation has no content row (CHECK `petition_denunciation_names_nobody`).
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .paper_numbers import check_document_number

#: Values of a document that are words, or a file.
_WORDS = ("abstract", "issuer_name", "attachment", "file")


def sentence():
    """Why a denunciation has no sender, no text and no file here. Its scope is not verified (docs/petitions.md)."""
    return _(
        "Names and words of a denunciation are a state secret (Quyết định 774/QĐ-TTg; Law 117/2025/QH15) and are "
        "handled on paper under the secrecy rules; they are not put into this system. Whether the decision still "
        "holds in this wording has not been verified."
    )


def refuse_words(petition, data):
    """Raise `ValidationError` by field when `data` of a move would leave words, names or a file with a denunciation."""
    if not petition.is_denunciation:
        return
    wrong = {name: sentence() for name in ("reason", "text", "evidence", "attachment") if data.get(name)}
    if document := data.get("document"):
        wrong |= _wrong_in(document, petition.owner)
    if wrong:
        raise ValidationError(wrong)


def _wrong_in(document, owner):
    if any(getattr(document, name, None) for name in _WORDS):
        return {"document": sentence()}
    try:
        check_document_number(document.designation, owner)
    except ValidationError as error:
        return {"document": error.messages[0]}
    return {}
