"""The list of petitions."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.kept import kept_until_change
from conferences.views.opinions.list import COUNTED_EXACTLY, PAGE, CappedPaginator
from handling.list_filters import rows_of_keys

from ... import permissions
from ...filters import PetitionFilter
from ...lines import dress_rows
from ...models import Petition


@require_safe
@kept_until_change
def petition_list(request):
    """The petitions this user sees; filters, order and page are in the address."""
    visible = Petition.objects.visible_to(request.user)
    chosen = PetitionFilter(request.GET, user=request.user, queryset=visible)
    paginator = CappedPaginator(chosen.rows(), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    keys = list(page.object_list.values_list("pk", flat=True))
    context = {
        "form": chosen.form,
        "page_obj": page,
        "rows": dress_rows(rows_of_keys(keys, Petition.objects.with_list_columns())),
        "is_more": paginator.is_more,
        "limit": COUNTED_EXACTLY,
        "chips": chosen.chips(),
        "sort": chosen.sort,
        "today": timezone.localdate(),
        "filters_open": bool(chosen.form.errors),
        "can_register": permissions.may_register_somewhere(request.user),
        "sees_cases": permissions.sees_petitions(request.user),
    }
    return render(request, "petitions/petition_list.html", context)
