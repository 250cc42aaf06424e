"""Addresses of the project itself: asked before signing in, by machines or by the language switch."""

from tests.permissions.rows import EVERYBODY, Row

ROWS = [
    Row("healthz", {200: EVERYBODY}, public=True),
    Row("readyz", {200: EVERYBODY}, public=True),
    Row("set_language", {302: EVERYBODY}, public=True, method="post", data=lambda world: {"language": "en"}),
]
