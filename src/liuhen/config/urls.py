"""Root addresses."""

from django.urls import include, path

from liuhen.api.root import api

urlpatterns = [
    path("api/", api.urls),
    path("", include("liuhen.web.urls")),
]

handler400 = "liuhen.web.errors.bad_request"
handler403 = "liuhen.web.errors.forbidden"
handler404 = "liuhen.web.errors.not_found"
handler500 = "liuhen.web.errors.broken"
