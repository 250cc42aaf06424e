"""Statistics of petitions: for those who read a tree of units, and petition officers for their own body."""

from tests.permissions.rows import COMMISSION, DONE, SIGNED_IN, Row

READERS = (*COMMISSION, "clerk", "leader", "sibling_clerk", "supervisor", "auditor", "petition_officer")


def furnish(world):
    from registers.models import RuleParameter
    from tests.conftest import SINCE

    RuleParameter.objects.get_or_create(
        key="report.closing_day", level="", valid_from=SINCE, defaults={"value": 14, "unit": "day_of_month"}
    )


def no_statement(world):
    return {"code": "KPS-2026-9999"}


def no_paper(world):
    return {"code": "KPS-2026-9999", "file_format": "docx"}


ROWS = [
    Row("petitions:statistics", {200: READERS}),
    Row("petitions:statistics_workbook", {200: READERS}),
    Row("petitions:flags", {200: READERS}),
    # Without a body of theirs they are told that there is nothing to state.
    Row("petitions:statement_new", {DONE: READERS}, method="post", post_only=True),
    Row("petitions:statement", {404: SIGNED_IN}, kwargs=no_statement, scope="no such statement"),
    Row("reports:statement_paper", {404: SIGNED_IN}, kwargs=no_paper, scope="no such statement"),
    Row("reports:petition_form", {200: READERS}),
]
