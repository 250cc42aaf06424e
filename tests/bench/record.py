"""The record that is measured: the demonstration, repeated as often as asked for, and opinions ready for a move."""

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from conferences.models import Opinion
from conferences.workflow import move
from registers.models import Field

LEADER, SPECIALIST, DEPARTMENT = "tinh.lanhdao", "tinh.chuyenvien", "so.daumoi"


def load(opinions, petitions=0):
    """Migrate, load the demonstration, repeat its history up to so many opinions, and let the planner look.

    `petitions` are added in bulk, and as many opinions stand beside them: their pages are measured against each other.
    """
    from .petitions import Writer
    from .repeating import repeat_history

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_demo")
    repeat_history(max(opinions, petitions))
    if petitions:
        Writer().write(petitions)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def prepared_opinions(number):
    """[(code, version)] of opinions assigned to the department that acknowledges them in the run."""
    from conferences.services.opinions import ContentItem, TurnData, register_turn

    specialist, today = User.objects.get(username=SPECIALIST), timezone.localdate()
    membership = User.objects.get(username=DEPARTMENT).memberships.select_related("organisation").first()
    unit = Opinion.objects.filter(level="commune", unit__valid_until__isnull=True).first().unit
    field = Field.objects.filter(parent__isnull=False).order_by("code").first()
    ready = []
    for start in range(0, number, 20):
        items = tuple(ContentItem(f"Ý kiến chuẩn bị số {start + offset}") for offset in range(20))
        turn = TurnData(unit=unit, taken_on=today, phase="after", channel="written", items=items)
        for opinion in register_turn(turn, by=specialist, on=today):
            classified = {"field": field, "competent_level": "province"}
            opinion = move(opinion, "classify", by=specialist, on=today, data=classified)
            opinion = move(opinion, "assign", by=specialist, on=today, data={"lead": membership.organisation})
            ready.append((opinion.code, opinion.version))
    return ready[:number]
