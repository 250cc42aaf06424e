"""What the rules say of citizen reception on a day: figures with their basis, from the register of rules."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from registers.models import RuleMissing, RuleParameter
from registers.models.rules import in_force


@dataclass(frozen=True)
class DelegationRules:
    """From how many people on a delegation is large, and how many may speak for it."""

    large_from: int
    few: int
    more_from: int
    many: int
    #: Where they stand, with the mark of what is not verified.
    source: str = ""

    def is_large(self, people):
        return people >= self.large_from

    def most_representatives(self, people):
        return self.many if people >= self.more_from else self.few


def delegation_rules(on):
    """The rules of delegations in force on a day. Raises `registers.models.RuleMissing`."""
    keys = ("delegation_people", "representatives", "many_representatives_from", "many_representatives")
    rows = list(RuleParameter.objects.filter(key__in=[f"reception.{key}" for key in keys]))
    rules = [in_force(rows, f"reception.{key}", on) or _rule(key, on) for key in keys]
    return DelegationRules(*(rule.value for rule in rules), source_of(rules))


def representatives_told(on):
    """How many speak for a large delegation, as the rules of a day and their basis say it before saving."""
    try:
        rules = delegation_rules(on)
    except RuleMissing as missing:
        return str(missing)
    return _(
        "A delegation of %(large)d people or more names at least one representative and at most %(few)d; of %(more)d "
        "people or more, at most %(many)d (%(source)s)."
    ) % {
        "large": rules.large_from,
        "few": rules.few,
        "more": rules.more_from,
        "many": rules.many,
        "source": rules.source,
    }


def large_from(column):
    """From how many people on a delegation is large on the day in a column, for queries; NULL where no rule says so.

    As `RuleParameter.objects.for_date`: of several rules in force the newest.
    """
    rules = RuleParameter.objects.filter(key="reception.delegation_people", level="").order_by("-valid_from")
    whens = [When(_in_force(column, rule.valid_from, rule.valid_until), then=Value(rule.value)) for rule in rules]
    return Case(*whens, default=Value(None), output_field=IntegerField())


def _in_force(column, first, last):
    begun = Q(**{f"{column}__gte": first})
    return begun & Q(**{f"{column}__lte": last}) if last else begun


def why_not_online(on):
    """The sentence that refuses an online reception on a day, or nothing."""
    rule = _rule("online_allowed", on)
    if rule.value:
        return ""
    return _("Online reception is not provided for on this day (%(basis)s%(mark)s).") % _source(rule)


def why_no_delegation(on):
    """The sentence that a delegated reception of a day is marked with, or nothing: what happened is recorded all the
    same, and counts for nobody's days."""
    rule = _rule("delegation_allowed", on)
    if rule.value:
        return ""
    return _("On this day the head may not have somebody else receive (%(basis)s%(mark)s).") % _source(rule)


def _rule(key, on):
    return RuleParameter.objects.for_date(f"reception.{key}", on)


def source_of(rules):
    """Where rules stand, each basis once with the mark of what is not verified; "" where they name none."""
    found = (f"{rule.legal_basis}{_source(rule)['mark']}" for rule in rules if rule.legal_basis)
    return "; ".join(dict.fromkeys(found))


def _source(rule):
    return {"basis": rule.legal_basis, "mark": "" if rule.verified else _("; not verified")}
