from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Organs, officers, accounts."""

    name = "liuhen.people"
    label = "people"
