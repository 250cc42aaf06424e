"""The minutes of the programme of August 2023: every one of the 1,121 delegates stands in the PDF."""

import re
import subprocess
from collections import Counter

import pytest

from .portal import wait_until

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
DELEGATES = 1_121

PROGRAMME = """
from django.db.models import Count
from conferences.models import Conference
programme = Conference.objects.annotate(number=Count("delegates")).get(number__gt=1000)
"""
ASK = f"""{PROGRAMME}
from uuid import uuid4
from accounts.models import User
from reports.papers.rendering import ask_for_minutes
clerk = User.objects.get(username="tinh.vanthu")
ask_for_minutes(programme, letterhead="party", file_format="pdf", language="vi", by=clerk, token=uuid4())
"""
NAMES = f"""{PROGRAMME}
print("\\n".join(programme.delegates.values_list("person__full_name", flat=True)))
"""
STORE = """
from pathlib import Path
from jobs.models import JobFile
Path({path!r}).write_bytes(bytes(JobFile.objects.get(job__kind="reports.paper").data))
"""


def text_of(path):
    """The text of a PDF in one line."""
    return " ".join(subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode().split())


def test_every_name_stands_in_the_minutes_as_it_is_stored(demo, tmp_path):
    names = demo.run(NAMES).splitlines()
    assert len(names) == DELEGATES
    demo.run(ASK)
    worker = demo.start_worker()
    wait_until(lambda: demo.jobs("reports.paper", "done") == 1, seconds=120, otherwise=demo.logs)
    demo.kill(worker)
    path = tmp_path / "minutes.pdf"
    demo.run(STORE.format(path=str(path)))
    text = text_of(path)
    printed = {name: len(re.findall(rf"(?<!\w){name}(?!\w)", text)) for name in set(names)}
    # Namesakes stand as often as they are stored; the chairs stand in the body, too.
    assert {name: number - printed[name] for name, number in Counter(names).items() if printed[name] < number} == {}
    # The control: a name that is not among them is not found.
    assert "Nguyễn Văn Không Có" not in text
