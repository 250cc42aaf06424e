"""Making a move of a petition, with the paper it brings."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from handling.moves import MoveRefused
from registers.models import RuleMissing
from registers.services import record_document, store_upload

from ..confidentiality import sentence
from ..workflow import move_held


def make_move(petition, name, *, by, on, data, document=None, version=None):
    """Make a move of a petition the caller holds (`for_move`), with the values of a paper where it brings one.

    The caller undoes its transaction when this raises, so that nothing is kept of a move that is refused. A file or
    words with a denunciation's paper are refused before they are stored.
    """
    values = dict(data)
    if document:
        values["document"] = _record(petition, document, by=by)
    try:
        return move_held(petition, name, by=by, on=on, data=values, version=version)
    except RuleMissing as missing:
        raise MoveRefused(str(missing)) from missing


def _record(petition, document, *, by):
    values = dict(document)
    upload = values.pop("file", None)
    if petition.is_denunciation and (upload or values.get("abstract") or values.get("issuer_name")):
        raise ValidationError({"document_file" if upload else "document_abstract": sentence()})
    if values["date"] > timezone.localdate():
        raise ValidationError({"document_date": _("This day lies in the future.")})
    return record_document(**values, attachment=store_upload(upload, by=by) if upload else None, by=by)
