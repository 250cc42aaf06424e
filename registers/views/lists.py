"""Lists of the other registers: organisations, fields, rules, reasons. Open to everybody who signs in."""

from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..forms import OrganisationFilter
from ..models import Field, ListedReason, ReasonList, RuleParameter
from ..rule_names import rule_group, rule_name

PER_PAGE = 50


@require_safe
def organisation_list(request):
    form = OrganisationFilter(request.GET, today=timezone.localdate())
    bodies = form.filter().select_related("unit__parent", "successor")
    page = Paginator(bodies, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registers/organisation_list.html", {"form": form, "page_obj": page})


@require_safe
def field_list(request):
    fields = Field.objects.order_by("code").select_related("successor")
    groups = [(top, list(rows)) for top, rows in _by_parent(fields)]
    return render(request, "registers/field_list.html", {"groups": groups, "today": timezone.localdate()})


@require_safe
def rule_list(request):
    today = timezone.localdate()
    rules = [(rule_group(rule.key), rule_name(rule.key), rule) for rule in RuleParameter.objects.all()]
    rules.sort(key=lambda entry: (entry[0].order, entry[2].key, entry[2].level, entry[2].valid_from))
    groups = [
        (group, [(name, rule) for _group, name, rule in rows])
        for group, rows in groupby(rules, key=lambda entry: entry[0])
    ]
    unverified = sum(not rule.verified for _group, _name, rule in rules)
    context = {"groups": groups, "today": today, "unverified": unverified, "number": len(rules)}
    return render(request, "registers/rule_list.html", context)


@require_safe
def reason_list(request):
    reasons = list(ListedReason.objects.all())
    groups = [(one.label, [row for row in reasons if row.list == one]) for one in ReasonList]
    context = {
        "groups": [(label, rows) for label, rows in groups if rows],
        "today": timezone.localdate(),
        "unverified": sum(not row.verified for row in reasons),
        "number": len(reasons),
    }
    return render(request, "registers/reason_list.html", context)


def _by_parent(fields):
    below = {}
    for field in fields:
        below.setdefault(field.parent_id, []).append(field)
    return [(top, below.get(top.pk, [])) for top in below.get(None, [])]
