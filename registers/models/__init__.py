from .calendar import CalendarDay
from .documents import Attachment, DocumentType, OfficialDocument, StoredFile
from .fields import Field
from .organisations import Organisation
from .rules import RuleMissing, RuleParameter
from .units import AdministrativeUnit, UnitReach, UnitSuccession

__all__ = [
    "AdministrativeUnit",
    "Attachment",
    "CalendarDay",
    "DocumentType",
    "Field",
    "OfficialDocument",
    "Organisation",
    "RuleMissing",
    "RuleParameter",
    "StoredFile",
    "UnitReach",
    "UnitSuccession",
]
