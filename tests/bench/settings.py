"""The portal as it is in use, with a switch that counts the queries of a request on demand."""

from dialogue_portal.settings import *  # noqa: F403
from dialogue_portal.settings import MIDDLEWARE

MIDDLEWARE = ["tests.bench.counting.CountQueries", *MIDDLEWARE]
