"""Recording the papers of a conference, with the move they come with."""

from django.db import transaction

from audit.actions import Action
from audit.services import record
from handling.moves import StaleVersion
from registers.services import record_document, store_upload

from ..conference_workflow import move
from ..models import Conference


def make_move(conference, name, *, by, on, data, document=None, version):
    """Make a move with the paper it brings; when the move is refused the paper is not kept either.

    `document` are the values of the paper, as `DocumentForm.document_values` gives them.
    """
    with transaction.atomic():
        values = dict(data)
        if document:
            values["document"] = record_paper(document, by=by)
        return move(conference, name, by=by, on=on, data=values, version=version)


def replace_paper(conference, paper, document, *, by, version):
    """Record the paper in the column `paper` (the decision, or a correction of another) in place of what is there.

    Without a new file the present one is kept. Raises `StaleVersion` when somebody else saved first.
    """
    with transaction.atomic():
        locked = Conference.objects.for_move().get(pk=conference.pk)
        if locked.version != version:
            raise StaleVersion(locked)
        present = getattr(locked, paper)
        kept = present.attachment if present and not document["file"] else None
        setattr(locked, paper, record_paper(document, by=by, kept=kept))
        locked.version += 1
        locked.save(update_fields=[paper, "version"])
        record(Action.CHANGED, locked, by=by, fields=[paper], label=locked.code)
    return locked


def record_paper(document, *, by, kept=None):
    """Record a paper from the values of a form, with its file when it has one, else with the file `kept`."""
    values = dict(document)
    upload = values.pop("file")
    return record_document(**values, attachment=store_upload(upload, by=by) if upload else kept, by=by)
