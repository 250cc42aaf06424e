from .calendar import CalendarDay
from .documents import Attachment, DocumentType, OfficialDocument, StoredFile
from .fields import Field
from .organisations import Organisation, OrganisationSide
from .periods import ReportingPeriod
from .reasons import ListedReason, ReasonList
from .rules import RuleMissing, RuleParameter
from .units import AdministrativeUnit, UnitChange, UnitReach, UnitSuccession

__all__ = [
    "AdministrativeUnit",
    "Attachment",
    "CalendarDay",
    "DocumentType",
    "Field",
    "ListedReason",
    "OfficialDocument",
    "Organisation",
    "OrganisationSide",
    "ReasonList",
    "ReportingPeriod",
    "RuleMissing",
    "RuleParameter",
    "StoredFile",
    "UnitChange",
    "UnitReach",
    "UnitSuccession",
]
