"""What is changed about an opinion that is classified or assigned already: its lead, its field and competent level."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .effects import assign, require, with_new_lead


def check_reassign(opinion, data):
    require(data, "lead", "reason")
    if data["lead"].pk == opinion.handling.lead_id:
        raise ValidationError({"lead": _("It leads already. Choose another organisation.")})


def reassign(opinion, data, *, by, on):
    """The new lead has its time by rule; the original date stays, and so does a date that was missed."""
    former, first_due_on = opinion.handling.lead, opinion.handling.original_due_on
    given = with_new_lead(opinion, data, data["lead"])
    return {**assign(opinion, given, by=by, on=on, first_due_on=first_due_on), "former_lead": former.code}


def check_reclassify(opinion, data):
    require(data, "field", "competent_level", "reason")
    if (data["field"].pk, data["competent_level"]) == (opinion.field_id, opinion.competent_level):
        raise ValidationError({"field": _("Choose another field or another competent level.")})


def reclassify(opinion, data, *, by, on):
    facts = {}
    if data["field"].pk != opinion.field_id:
        facts |= {"field": data["field"].code, "former_field": opinion.field.code if opinion.field_id else ""}
    if data["competent_level"] != opinion.competent_level:
        facts |= {"competent_level": data["competent_level"], "former_level": opinion.competent_level}
    opinion.field, opinion.competent_level = data["field"], data["competent_level"]
    return facts
