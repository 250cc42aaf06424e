"""Finding units and organisations by the names people type: without marks, with or without the unit above.

A name that several units bear is settled by where the conference is, else asked back with the names to choose from.
"""

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from dialogue_portal.text import clean_line, fold_words
from registers.models import AdministrativeUnit, Organisation

_TO_CHOOSE_FROM = 4


def name_key(name):
    """A name as compared: folded words, one space between."""
    return " ".join(fold_words(name))


def spelling(name):
    """A name with its marks, without capitals and punctuation."""
    return " ".join(clean_line(name).casefold().replace(",", " ").split())


class UnitNames:
    """Units of one day by name. `units` restricts them (what a user acts for); `near` settles equal names."""

    def __init__(self, on, *, units=None, near=None):
        self.on = on
        rows = AdministrativeUnit.objects.on(on).filter(pk__in=units.values("pk")) if units is not None else None
        rows = AdministrativeUnit.objects.on(on) if rows is None else rows
        self._near = set()
        if near is not None:
            self._near = set(AdministrativeUnit.objects.within(near).values_list("pk", flat=True))
        self._by_name = {}
        for unit in rows.select_related("parent", "parent__parent"):
            for key in {name_key(name) for name in _names_of(unit)} - {""}:
                self._by_name.setdefault(key, []).append(unit)

    def find(self, name):
        """The unit of this name on the day; `ValidationError` with a sentence when there is none or more than one."""
        found = self._by_name.get(name_key(name), [])
        if len(found) > 1:
            # With its marks typed, "Xã Châu Bình" is not "Xã Châu Bính".
            found = [unit for unit in found if spelling(name) in map(spelling, _names_of(unit))] or found
        if len(found) > 1:
            found = [unit for unit in found if unit.pk in self._near] or found
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("There is no unit “%(name)s” in the register on %(day)s.")
                % {"name": name, "day": formats.date_format(self.on, "SHORT_DATE_FORMAT")}
            )
        choices = sorted(unit.full_name() for unit in found)[:_TO_CHOOSE_FROM]
        raise ValidationError(
            _("Several units are called “%(name)s”. Write which one is meant: %(choices)s.")
            % {"name": name, "choices": "; ".join(choices)}
        )


def _names_of(unit):
    """All ways to name a unit: alone, with its parent, with all above it, and by its code."""
    names = [unit.code, unit.name, unit.full_name()]
    words, kind = fold_words(unit.name), fold_words(unit.kind.replace("_", " "))
    if kind and words[: len(kind)] == kind:
        names.append(" ".join(words[len(kind) :]))
    if unit.parent:
        names.append(f"{unit.name} {unit.parent.name}")
        if unit.parent.parent:
            names.append(f"{unit.name} {unit.parent.name} {unit.parent.parent.name}")
    return names


class OrganisationNames:
    """Organisations of one day by name, short name or symbol. `near` is the unit that settles equal names."""

    def __init__(self, on, *, near=None):
        self.on = on
        self._near = near.pk if near is not None else None
        self._by_name = {}
        for body in Organisation.objects.on(on).select_related("unit"):
            for key in {name_key(name) for name in (body.code, body.name, body.short_name, body.name_en) if name}:
                self._by_name.setdefault(key, []).append(body)

    def find(self, name, *, unit=None):
        """The organisation of this name on the day, of `unit` where several bear it; else `ValidationError`."""
        found = self._by_name.get(name_key(name), [])
        if len(found) > 1:
            found = [body for body in found if spelling(body.name) == spelling(name)] or found
        for place in (unit.pk if unit else None, self._near):
            if len(found) > 1 and place:
                found = [body for body in found if body.unit_id == place] or found
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("There is no organisation “%(name)s” in the register on %(day)s.")
                % {"name": name, "day": formats.date_format(self.on, "SHORT_DATE_FORMAT")}
            )
        raise ValidationError(
            _("Several organisations are called “%(name)s”. Write the unit it belongs to.") % {"name": name}
        )
