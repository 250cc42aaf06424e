"""Stating that there was nothing, so that it can be proven later what was asked, of whom, and when."""

import json
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.reach import reach_of
from audit.actions import Action
from audit.services import record
from handling.moves import MoveRefused
from handling.numbering import next_code

from ..models import NilStatement
from ..statistics.flags import board_for

#: Xác nhận không phát sinh.
SERIES = "KPS"


@transaction.atomic
def state_nothing(period, *, by, body=None):
    """Freeze that no petition received or open in a period has a flag: for each flag that none has, of what `by` sees.

    Asked again by the same person, with nothing changed since, it is the statement of the first time. Raises
    `MoveRefused` when every flag is found, or when there is no body to speak of.
    """
    # Whoever presses twice at one moment waits here, and finds the statement of the first time.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    as_of = timezone.now()
    board, _flagged = board_for(by, period, body)
    if not board.bodies:
        raise MoveRefused(_("There is no body of yours whose petitions could be looked through."))
    if not board.absent:
        raise MoveRefused(_("There are petitions of each of these kinds in the period: nothing can be stated."))
    facts = facts_of(board, as_of=as_of, by=by)
    if made := _made_already(facts, by=by):
        return made
    statement = NilStatement.objects.create(
        code=next_code(SERIES, timezone.localdate(as_of).year),
        unit_id=board.body.unit_id if board.body else _unit_of_all(by),
        body=board.body,
        with_denunciations=board.denunciations,
        first=period.first,
        last=period.last,
        as_of=as_of,
        by=by,
        facts=facts,
        digest=digest_of(facts),
    )
    record(Action.BUILT, statement, by=by, fields=["facts"], label=statement.code)
    return statement


def _made_already(facts, *, by):
    """The last statement of this person, when it says the same of the same day."""
    last = NilStatement.objects.filter(by=by).order_by("-pk").first()
    if last is None or timezone.localdate(last.as_of) != timezone.localdate():
        return None
    return last if {**last.facts, "as_of": ""} == {**facts, "as_of": ""} else None


def _unit_of_all(by):
    roots = reach_of(by).tree_unit_ids
    if not roots:
        raise MoveRefused(_("Choose one of your bodies."))
    return roots[0]


def facts_of(board, *, as_of, by):
    """Plain JSON: who asked when, about which bodies and days, what was looked through and found.

    Statements without `received_before` looked through what was received in the period alone; those without
    `unclassified` did not ask what nobody had decided on.
    """
    return {
        "as_of": as_of.isoformat(),
        "asked_by": by.pk,
        "bodies": [one.code for one in board.bodies],
        "first": board.period.first.isoformat(),
        "last": board.period.last.isoformat(),
        "denunciations": board.denunciations,
        "examined": board.examined,
        "received_before": board.received_before,
        "unclassified": board.unclassified,
        "unmarked": board.unmarked,
        "found": board.counts,
        "stated": board.absent,
    }


def digest_of(facts):
    """SHA-256 over the facts in a canonical writing; the same facts give the same sum on every machine."""
    return sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
