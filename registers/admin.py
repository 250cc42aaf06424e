"""`/admin/`: the registers, for system administrators. Units change only by import, so that history stays whole."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from audit.actions import Action
from audit.services import record

from .changes import announce
from .models import (
    AdministrativeUnit,
    CalendarDay,
    Field,
    ListedReason,
    Organisation,
    ReportingPeriod,
    RuleParameter,
    UnitSuccession,
)

admin.site.site_header = _("Registers")
admin.site.site_title = _("Registers")
admin.site.index_title = _("Registers")


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RecordedAdmin(admin.ModelAdmin):
    """To edit, with an event of the audit trail for each change. Rows that records point to are ended, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        action = Action.CHANGED if change else Action.CREATED
        record(action, obj, by=request.user, fields=form.changed_data, label=getattr(obj, "code", ""))


class CountedByAdmin(RecordedAdmin):
    """By these rows dates are counted: a change of one tells the rooms above which to count anew."""

    #: The column that names what changed, and what `announce` calls it.
    changing, announced = "", ""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        before = [form.initial[self.changing]] if change else []
        self.tell(request, [*before, getattr(obj, self.changing)])

    def delete_model(self, request, obj):
        changed = getattr(obj, self.changing)
        super().delete_model(request, obj)
        self.tell(request, [changed])

    def tell(self, request, changed):
        for sentence in announce(**{self.announced: changed}, by=request.user):
            messages.info(request, sentence)


@admin.register(AdministrativeUnit)
class UnitAdmin(ReadOnlyAdmin):
    list_display = ["name", "code", "level", "parent", "valid_from", "valid_until"]
    list_filter = ["level", "valid_from"]
    list_select_related = ["parent"]
    search_fields = ["code"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.named_or_coded(search_term) if search_term.strip() else queryset, False


@admin.register(UnitSuccession)
class UnitSuccessionAdmin(ReadOnlyAdmin):
    list_display = ["old", "new", "effective", "change", "resolution", "whole", "is_default"]
    list_filter = ["change", "effective"]
    list_select_related = ["old", "new"]


@admin.register(Organisation)
class OrganisationAdmin(RecordedAdmin):
    list_display = ["name", "code", "unit", "side", "rank", "valid_from", "valid_until"]
    list_filter = ["side", "kind"]
    list_select_related = ["unit"]
    search_fields = ["code"]
    autocomplete_fields = ["unit", "successor"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.matching(search_term) | queryset.filter(code__iexact=search_term.strip()), False

    def save_model(self, request, obj, form, change):
        obj.set_name(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Field)
class FieldAdmin(RecordedAdmin):
    list_display = ["code", "name_vi", "name_en", "valid_until", "successor"]
    search_fields = ["code", "name_vi", "name_en"]
    list_select_related = ["successor"]


@admin.register(RuleParameter)
class RuleParameterAdmin(CountedByAdmin):
    changing, announced = "key", "keys"
    list_display = ["key", "level", "value", "unit", "valid_from", "valid_until", "legal_basis", "verified"]
    list_filter = ["verified", "level"]
    search_fields = ["key", "legal_basis"]


@admin.register(ListedReason)
class ListedReasonAdmin(RecordedAdmin):
    list_display = ["list", "code", "name", "kinds", "rank", "valid_from", "valid_until", "legal_basis", "verified"]
    list_filter = ["list", "verified"]
    search_fields = ["code", "name", "name_en", "legal_basis"]

    def get_readonly_fields(self, request, obj=None):
        """Records hold the code: a row that was never right is ended, and another one begins."""
        return ["list", "code"] if obj else []


@admin.register(CalendarDay)
class CalendarDayAdmin(CountedByAdmin):
    changing, announced = "date", "days"
    list_display = ["date", "kind", "label", "label_en", "verified"]
    list_filter = ["kind", "verified"]
    date_hierarchy = "date"
    actions = None

    def has_delete_permission(self, request, obj=None):
        """A day that no longer decides anything goes back to the rules; the trail keeps that it was there."""
        return request.user.is_staff

    def delete_model(self, request, obj):
        record(Action.CHANGED, obj, by=request.user, fields=["deleted", "date", "kind"])
        super().delete_model(request, obj)


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(RecordedAdmin):
    list_display = ["name_vi", "name_en", "first", "last"]
    search_fields = ["name_vi", "name_en"]
    actions = None
