"""Who must do what next with a petition, in one sentence for its page."""

from django.utils import formats
from django.utils.translation import gettext as _

from .models import PetitionKind
from .models import PetitionState as State


def next_step(petition, *, is_addressee=False):
    """The sentence on top of the page; `is_addressee` is who acts for the body that it was transferred to."""
    if is_addressee and petition.state == State.TRANSFERRED:
        return _(
            "Transferred to your body: register it in your own book and settle it there. The body that sent it records "
            "your answer."
        )
    return _SENTENCES[petition.state](petition)


def _received(petition):
    return _("The petition officer classifies it by its content.")


def _classified(petition):
    if petition.kind == PetitionKind.MIXED:
        return _("The petition officer splits it into one petition per content.")
    return _("The petition officer proposes what to do.")


def _proposed(petition):
    if petition.is_denunciation:
        return _("Proposed: %(direction)s. The decision is taken on paper and recorded here.") % {
            "direction": petition.get_direction_display()
        }
    return _("Proposed: %(direction)s. The leader decides.") % {"direction": petition.get_direction_display()}


def _approved(petition):
    return _("Decided: %(direction)s. The petition officer carries it out.") % {
        "direction": petition.get_direction_display()
    }


def _transferred(petition):
    awaited_from = petition.handling.reply_due_on
    if awaited_from is None:
        return _("Transferred; the reply is awaited and may be urged.")
    return _("Transferred; the reply is waited for from %(day)s on and may be urged.") % {
        "day": formats.date_format(awaited_from, "SHORT_DATE_FORMAT")
    }


def _fixed(words):
    return lambda petition: words()


_SENTENCES = {
    State.RECEIVED: _received,
    State.CLASSIFIED: _classified,
    State.PROPOSED: _proposed,
    State.APPROVED: _approved,
    State.ACCEPTED: _fixed(lambda: _("Accepted; the settlement begins.")),
    State.IN_PROGRESS: _fixed(lambda: _("Being settled; the decision, conclusion or answer is recorded here.")),
    State.SUSPENDED: _fixed(lambda: _("Suspended: the clock stands still until the work is resumed.")),
    State.SETTLED: _fixed(lambda: _("The decision or conclusion is published and executed.")),
    State.PUBLISHED: _fixed(lambda: _("Published; the execution is recorded, or the file is closed.")),
    State.EXECUTED: _fixed(lambda: _("Executed; the file is closed.")),
    State.REPLIED: _fixed(lambda: _("Answered; the file is closed.")),
    State.TRANSFERRED: _transferred,
    State.GUIDED: _fixed(lambda: _("The sender was guided; the file is closed.")),
    State.DECLINED: _fixed(lambda: _("Declined; the file is closed.")),
    State.RETURNED: _fixed(lambda: _("Returned; the file is closed.")),
    State.REWRITING: _fixed(lambda: _("The sender was asked to rewrite it; the new letter is awaited.")),
    State.FILED: _fixed(lambda: _("Filed and monitored; the file is closed in time.")),
    State.WITHDRAWN: _fixed(lambda: _("Withdrawn; the file is closed.")),
    State.TERMINATED: _fixed(lambda: _("Terminated; the file is closed.")),
    State.SPLIT: _fixed(lambda: _("Split: its parts are followed one by one, and it counts no more.")),
    State.STRUCK: _fixed(lambda: _("Struck out: its number stays in the book, and it counts nowhere.")),
    State.CLOSED: _fixed(lambda: _("Closed.")),
}
