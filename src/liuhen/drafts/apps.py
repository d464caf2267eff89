"""The Django application of this room."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Drafts of forms."""

    name = "liuhen.drafts"
    label = "drafts"
