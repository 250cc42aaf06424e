"""Making a move of an opinion with the paper and the file it brings, alone or for many at once."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.reach import reach_of
from accounts.roles import Role
from audit.actions import Action
from audit.services import record
from handling.moves import MoveRefused
from registers.models import Organisation, RuleMissing
from registers.services import store_upload

from ..models import Opinion, OpinionAttachment
from ..workflow import move_held
from .papers import record_paper

ASSIGNING_ROLES = (Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER, Role.COMMUNE_LEADER)


def assigner_of(user):
    """The body in whose name this user assigns."""
    ids = reach_of(user).organisations_of(*ASSIGNING_ROLES)
    return Organisation.objects.filter(pk__in=ids).order_by("rank").first()


def make_move(opinion, name, *, by, on, data, document=None, version=None):
    """Make a move, with the paper and the file it brings, of an opinion the caller holds (`for_move`).

    The caller undoes its transaction when this raises, so that nothing is kept of a move that is refused.
    """
    values = dict(data)
    evidence = values.pop("evidence", None)
    if document:
        values["document"] = record_paper(document, by=by)
    if evidence:
        values["attachment"] = store_upload(evidence, by=by)
    if name in ("assign", "reassign", "reopen"):
        values["assigner"] = assigner_of(by)
    try:
        return move_held(opinion, name, by=by, on=on, data=values, version=version)
    except RuleMissing as missing:
        # A parameter of the registers, not of this form: say which, so that the administrator can add it.
        raise MoveRefused(str(missing)) from missing


def attach(opinion, upload, *, by):
    """Keep a file with an opinion. Raises `ValidationError` for a file that is not kept.

    The row is held while the file is stored: what is turned into a petition meanwhile takes no file.
    """
    with transaction.atomic():
        if Opinion.objects.for_move().get(pk=opinion.pk).is_petition:
            raise ValidationError(_("It is kept as a petition now; nothing is written down here any more."))
        kept = OpinionAttachment.objects.create(opinion=opinion, attachment=store_upload(upload, by=by))
        record(Action.CHANGED, opinion, by=by, fields=["attachments"], label=opinion.code)
    return kept


@dataclass
class BulkReport:
    """What a bulk move did: opinions moved, and (opinion, why) for those left alone."""

    done: list = field(default_factory=list)
    skipped: list = field(default_factory=list)


def preview_bulk(opinions, workflow, name, *, by):
    """What `move_many` would do, without doing it: state and right are asked, the data are not."""
    report, wanted = BulkReport(), workflow.move_named(name)
    for opinion in opinions:
        if opinion.state not in wanted.sources:
            why = _("It is “%(state)s”: “%(move)s” does not fit.")
            report.skipped.append((opinion, why % {"state": opinion.get_state_display(), "move": wanted.label}))
        elif not wanted.who(by, opinion):
            report.skipped.append((opinion, None))
        else:
            report.done.append(opinion)
    return report


def move_many(opinions, name, *, by, on, data):
    """Make the same move of many opinions, each in its own transaction; one refusal stops no other."""
    report = BulkReport()
    for opinion in opinions:
        try:
            with transaction.atomic():
                held = Opinion.objects.for_move().get(pk=opinion.pk)
                report.done.append(make_move(held, name, by=by, on=on, data=data, version=opinion.version))
        except PermissionDenied:
            report.skipped.append((opinion, None))
        except MoveRefused as refusal:
            report.skipped.append((opinion, str(refusal)))
        except ValidationError as error:
            report.skipped.append((opinion, " ".join(error.messages)))
    return report
