from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself as an application: its template tags and its start-up checks are found this way."""

    name = "dialogue_portal"

    def ready(self):
        from . import checks  # noqa: F401
