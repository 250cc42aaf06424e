"""What a load balancer asks: is the process alive, and can it serve a page?"""

import os
from functools import cache
from pathlib import Path

import redis
from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """The process answers. Touches nothing else."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
@login_not_required
def readyz(request):
    """200 when pages can be served, 503 otherwise.

    Without the broker pages still work and jobs wait in their table, so that is reported (`broker` false) but takes no
    node out of service. `oldest_job_seconds` is the age of the oldest job still waiting, null when none waits.
    """
    database, migrated, oldest = False, False, None
    try:
        migrated = is_migrated()
        database = True
        oldest = oldest_job_seconds(timezone.now()) if migrated else None
    except DatabaseError:
        # The answer below says it; which error it was is in the database's own log.
        pass
    facts = {
        "database": database,
        "migrations": migrated,
        "broker": is_broker_reachable(),
        "oldest_job_seconds": oldest,
    }
    ready = database and migrated
    return JsonResponse({"ready": ready, **facts}, status=200 if ready else 503)


@cache
def _last_migrations() -> frozenset:
    """The newest migration of every app in this code, which does not change while it runs."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def is_migrated() -> bool:
    """No migration of this code is left to apply. Raises `DatabaseError` when the database does not answer."""
    return _last_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


def is_broker_reachable() -> bool:
    """Redis answers within a second; without Redis, the queue's folder can be written."""
    if settings.REDIS_URL:
        try:
            with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
    folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
    return folder.is_dir() and os.access(folder, os.W_OK)


def oldest_job_seconds(now) -> int | None:
    """How long the oldest job still queued has waited."""
    job = apps.get_model("jobs", "Job")
    created = job.objects.filter(state="queued").order_by("created_at").values_list("created_at", flat=True).first()
    return None if created is None else max(0, int((now - created).total_seconds()))
