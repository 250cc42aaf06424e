"""Who must do what next with an opinion, in one sentence for its page."""

from django.utils import formats
from django.utils.translation import gettext as _

from .models.vocabulary import OpinionState as State
from .models.vocabulary import Outcome


def next_step(opinion, decision=None):
    """The sentence on top of the page. `decision` is the one in force, which may name the next review."""
    return _SENTENCES[opinion.state](opinion, decision)


def _received(opinion, decision):
    return _("%(unit)s classifies it: field and competent level.") % {"unit": opinion.unit.name}


def _classified(opinion, decision):
    if opinion.competent_level == opinion.level:
        return _("The leader of %(unit)s or the commission assigns it to a lead organisation.") % {
            "unit": opinion.unit.name
        }
    return _("The commission assigns it to a lead organisation.")


def _assigned(opinion, decision):
    return _("%(body)s acknowledges it and answers.") % {"body": opinion.handling.lead}


def _in_progress(opinion, decision):
    return _("%(body)s is working on it and answers.") % {"body": opinion.handling.lead}


def _answered(opinion, decision):
    return _("The answer waits for verification by whoever assigned it.")


def _verified(opinion, decision):
    if opinion.outcome == Outcome.STEP_BY_STEP and decision and decision.next_review_on:
        return _("Being resolved step by step; the next review is on %(day)s.") % {
            "day": formats.date_format(decision.next_review_on, "SHORT_DATE_FORMAT")
        }
    if opinion.outcome == Outcome.UNRESOLVED:
        return _("Unresolved; the commission resumes the work, or a leader closes it.")
    return _("The outcome stands; a leader closes it.")


def _forwarded(opinion, decision):
    if opinion.handling.forwarded_to_id is None:
        return _("Forwarded; the reply is awaited.")
    return _("Forwarded to %(body)s; its reply is awaited.") % {"body": opinion.handling.forwarded_to}


def _closed(opinion, decision):
    if opinion.outcome == Outcome.MERGED:
        return _("Merged: it is followed under %(code)s.") % {"code": opinion.master.code}
    return _("Closed. It can be reopened with a reason.")


def _refused(opinion, decision):
    return _("Refused at intake; it is not counted.")


_SENTENCES = {
    State.RECEIVED: _received,
    State.CLASSIFIED: _classified,
    State.ASSIGNED: _assigned,
    State.IN_PROGRESS: _in_progress,
    State.ANSWERED: _answered,
    State.VERIFIED: _verified,
    State.FORWARDED: _forwarded,
    State.CLOSED: _closed,
    State.REFUSED: _refused,
}
