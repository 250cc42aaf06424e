"""Where static files get their addresses."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash once `collectstatic` has run; plain ones before, so that a bare `runserver` shows its pages."""

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name
