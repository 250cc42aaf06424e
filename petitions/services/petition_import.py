"""Importing a register of petitions: what each row comes to, shown before anything is written, then written at once.

A row is *new*, *known* (registered before, by this import or by hand) or *rejected* with its reasons. Each new row is
registered as by hand: number, code, clocks, history, trail. Whoever sends the same sheet again doubles nothing.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from registers.models import Field, Organisation

from ..models import Petition, PetitionImport, PetitionKind
from .registering import PetitionData, SenderData, register_petitions
from .row_marks import key_of, key_of_row, leave_marks, marked

NEW, KNOWN, REJECTED = "new", "known", "rejected"


@dataclass
class PlannedRow:
    """What one row of the sheet comes to. `number` is its row in the sheet."""

    number: int
    values: dict
    fate: str = NEW
    reasons: list = field(default_factory=list)
    #: Known by its mark alone: what it became is corrected, struck out or erased.
    is_gone: bool = False
    #: Known by its code and day, which the sheet tells.
    code: str = ""

    @property
    def received_on(self):
        return date.fromisoformat(self.values["received_on"]) if self.values else None

    @property
    def kind(self):
        return PetitionKind(self.values["kind"]) if self.values else None

    @property
    def senders(self):
        """As the preview tells them, like `content`: no word of a letter whose words are gone."""
        return "" if self.is_gone else "; ".join(one["full_name"] for one in self.values.get("senders", ()))

    @property
    def content(self):
        return "" if self.is_gone else self.values.get("summary") or self.values.get("paper_file", "")

    @property
    def key(self):
        """By what it is found again, see `row_marks`."""
        if self.kind == PetitionKind.DENUNCIATION:
            return key_of_row(self.received_on, (), self.values["paper_file"])
        names = [one["full_name"] for one in self.values["senders"]]
        return key_of_row(self.received_on, names, self.values["summary"])


def start_import(owner, rows, *, by):
    """Keep the rows of an upload until they are confirmed; earlier unconfirmed ones of this user go."""
    with transaction.atomic():
        PetitionImport.objects.filter(created_by=by, confirmed_at=None).delete()
        batch = PetitionImport(owner=owner, rows=rows, created_by=by)
        _empty_gone(batch)
        batch.save()
    return batch


def empty_uploads_of(owner):
    """Take the words of letters that stand in the book no more out of the uploads waiting in the unit of a body, within
    the transaction in which such a letter goes.

    An upload that is being confirmed is left alone: it keeps no row afterwards, and each could wait for the other.
    """
    units = [body.unit_id for body in (owner, owner.successor) if body]
    bodies = Organisation.objects.filter(Q(unit__in=units) | Q(unit__predecessions__old__in=units))
    waiting = PetitionImport.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner__unit")
    for batch in waiting.filter(confirmed_at=None, owner__in=bodies):
        if _empty_gone(batch):
            batch.save(update_fields=["rows"])


def _empty_gone(batch):
    """Leave of rows that are known by their mark alone no more than their number; returns whether there were any."""
    gone = {row.number for row in plan_import(batch) if row.is_gone and row.values}
    batch.rows = [
        {"number": row["number"], "values": {}, "reasons": [], "is_gone": True} if row["number"] in gone else row
        for row in batch.rows
    ]
    return bool(gone)


def plan_import(batch):
    """The planned rows of an upload against the book as it is now, in a fixed number of queries."""
    rows = [
        PlannedRow(
            row["number"],
            row["values"],
            reasons=row["reasons"],
            is_gone=row.get("is_gone", False),
            code=row.get("code", ""),
        )
        for row in batch.rows
    ]
    there, gone = _keys_there(batch.owner, [row for row in rows if row.values])
    first = {}
    for row in rows:
        if row.reasons:
            row.fate = REJECTED
        elif row.code:
            row.fate = KNOWN
        elif row.is_gone or row.key in there or row.key in gone:
            row.fate, row.is_gone = KNOWN, row.is_gone or row.key not in there
        elif row.key in first:
            row.fate, row.reasons = REJECTED, [_("Row %(row)d says the same.") % {"row": first[row.key]}]
        else:
            first[row.key] = row.number
    return rows


def _keys_there(owner, rows):
    """(keys of what the body registered on the days of these rows, keys of what once stood in a book of its unit).

    Two bodies of a commune have one officer and one sheet: what was struck out of the book of one, or turned out to be
    a denunciation there, does not come back through the book of the other. What still stands there is no mark here.
    """
    own = set(Organisation.objects.gone_on_with_by(owner).values_list("pk", flat=True))
    bodies = own | set(Organisation.objects.of_unit(owner.unit_id).values_list("pk", flat=True))
    petitions = Petition.objects.filter(owner__in=bodies, received_on__in={row.received_on for row in rows})
    there, elsewhere = set(), set()
    for petition in petitions.select_related("content").prefetch_related("content__senders"):
        (there if petition.owner_id in own else elsewhere).add(key_of(petition))
    keys = {row.key for row in rows}
    return there, marked(own, keys) | (marked(bodies - own, keys) - elsewhere)


def count_fates(rows):
    counted = Counter(row.fate for row in rows)
    return {fate: counted[fate] for fate in (NEW, KNOWN, REJECTED)}


def confirm_import(batch, *, by, on=None):
    """Register every new row, all or none, on the day `on`, today when None. Confirming twice registers once. Returns
    the batch with its counts."""
    with transaction.atomic():
        held = PetitionImport.objects.select_for_update(of=("self",)).select_related("owner__unit").get(pk=batch.pk)
        if held.confirmed_at:
            return held
        # Whoever sends the same sheet at the same time waits here, and finds its rows registered.
        Organisation.objects.select_for_update(no_key=True).get(pk=held.owner_id)
        rows = plan_import(held)
        fields, bodies = Field.objects.in_bulk(), Organisation.objects.in_bulk(_ids(rows, "sent_by"))
        today = on or timezone.localdate()
        letters = [(_data(held.owner, row, fields, bodies), _entered_on(row, today)) for row in rows if row.fate == NEW]
        register_petitions(letters, by=by)
        leave_marks(held.owner, [row.key for row in rows if row.values and row.fate != REJECTED])
        # What was rejected is corrected in the sheet: its numbers and reasons stay, without a word of the row.
        rejected = [{"number": row.number, "values": {}, "reasons": row.reasons} for row in rows if row.reasons]
        held.counts, held.rows, held.confirmed_at = count_fates(rows), rejected, timezone.now()
        held.save(update_fields=["counts", "rows", "confirmed_at"])
        record(Action.IMPORTED, held.owner, by=by, fields=["petitions"], label=held.owner.code)
    return held


def _entered_on(row, today):
    """On the day each came, so that statistics count it in its period; the trail says when it was imported. A
    denunciation today: by just what was imported, figures told of a period that is over would grow (decision 0029)."""
    return today if row.kind == PetitionKind.DENUNCIATION else row.received_on


def _ids(rows, name):
    return {row.values[name] for row in rows if row.values and row.values[name]}


def _data(owner, row, fields, bodies):
    values = row.values
    common = {
        "owner": owner,
        "kind": row.kind,
        "source": values["source"],
        "received_on": row.received_on,
        # In the register that is imported it stood from that day.
        "entered_on": row.received_on,
        "dated_on": values["dated_on"] and date.fromisoformat(values["dated_on"]),
        "sent_by": bodies.get(values["sent_by"]),
        "field": fields.get(values["field"]),
        "is_remote": values["is_remote"],
        # An upload that waits since before the column was read has none.
        "is_repeat": values.get("is_repeat", False),
    }
    if row.kind == PetitionKind.DENUNCIATION:
        return PetitionData(**common, paper_file=values["paper_file"])
    many = (values["signatories"] or 1) > 1
    alone = len(values["senders"]) == 1
    senders = tuple(SenderData(**one, represents=alone and many) for one in values["senders"])
    return PetitionData(**common, summary=values["summary"], signatories=values["signatories"], senders=senders)


def discard_old_uploads(now):
    """Forget uploads nobody confirmed within a day: they name people and serve nothing."""
    PetitionImport.objects.filter(confirmed_at=None, created_at__lt=now - timedelta(days=1)).delete()
