"""Addresses of the pages."""

from django.urls import path

from liuhen.web.views import (
    acts,
    approvals,
    case,
    cases,
    desk,
    health,
    materials,
    package,
    recordings,
    session,
    verification,
)

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("healthz", health.health, name="health"),
    path("sign-in", session.sign_in, name="sign-in"),
    path("sign-out", session.sign_out, name="sign-out"),
    path("verification", verification.verification, name="verification"),
    path("cases", cases.cases, name="cases"),
    path("cases/file", cases.cases_file, name="cases-file"),
    path("cases/new", acts.begin, name="begin"),
    path("cases/<str:ref>", case.case, name="case"),
    path("cases/<str:ref>/acts/<str:kind>", acts.act, name="act"),
    path("cases/<str:ref>/approval", approvals.approval, name="approval"),
    path("cases/<str:ref>/deadlines", case.deadlines, name="deadlines"),
    path("cases/<str:ref>/deadlines/file", case.deadlines_paper, name="deadlines-file"),
    path("cases/<str:ref>/entries/<int:seq>", case.entry, name="entry"),
    path("cases/<str:ref>/findings/<str:handle>", case.finding, name="finding"),
    path("cases/<str:ref>/findings/<str:handle>/file", case.deadlines_paper, name="finding-file"),
    path("cases/<str:ref>/papers/<int:seq>", materials.paper, name="paper"),
    path("cases/<str:ref>/papers/<int:seq>/file", materials.paper_file, name="paper-file"),
    path("cases/<str:ref>/scans/<int:seq>/file", materials.scan_file, name="scan-file"),
    path("cases/<str:ref>/recordings/<int:seq>", recordings.recording, name="recording"),
    path("cases/<str:ref>/recordings/<int:seq>/file", recordings.recording_file, name="recording-file"),
    path("cases/<str:ref>/recordings/<int:seq>/copy", recordings.copy_file, name="recording-copy"),
    path("cases/<str:ref>/recordings/<int:seq>/preview", recordings.preview, name="recording-preview"),
    path("cases/<str:ref>/recordings/<int:seq>/pictures/<str:name>", recordings.picture, name="recording-picture"),
    path("cases/<str:ref>/package", package.package, name="package"),
    path("cases/<str:ref>/package/file", package.package_file, name="package-file"),
    path("cases/<str:ref>/volume/file", package.volume_file, name="volume-file"),
]
