"""The web room as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and pages."""

    name = "liuhen.web"
    label = "web"
    verbose_name = "页面"
