"""Everything here needs Chromium and runs only when asked for (`./test browser`)."""

from pathlib import Path

import pytest
from django.utils import timezone

from conferences.models import Conference

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def conference(commune_a):
    """A conference of commune A held today."""
    return Conference.objects.create(
        code="HN-2026-9001",
        title="Hội nghị đối thoại",
        level=commune_a.level,
        unit=commune_a,
        held_on=timezone.localdate(),
        participants=118,
        state="held",
    )
