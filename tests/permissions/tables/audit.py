"""The trail is the auditor's; administrators, who could otherwise watch over themselves, do not read it."""

from tests.permissions.rows import Row

ROWS = [Row("audit:events", {200: ("auditor",)}), Row("audit:events_apart", {200: ("auditor",)})]
