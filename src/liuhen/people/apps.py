"""The Django application of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Organs, officers, accounts."""

    name = "liuhen.people"
    label = "people"
