"""Addresses below /events/."""

from django.urls import path

from .views import district_review, entries, judging, public, showcase_management

app_name = "events"

urlpatterns = [
    path("", public.showcase_list, name="showcase.list"),
    path("showcases/<uuid:pk>/", public.showcase_show, name="showcase.show"),
    path("works/<uuid:pk>/", public.work_show, name="work.show"),
    path("works/<uuid:pk>/objection/", public.objection_create, name="objection.create"),
    path("covers/<int:seed>.svg", public.cover_show, name="cover.show"),
    path("certificates/", public.certificate_find, name="certificate.find"),
    path("certificates/<str:number>/", public.certificate_show, name="certificate.show"),
    path("mine/", entries.entry_list, name="entry.list"),
    path("showcases/<uuid:pk>/enter/", entries.entry_create, name="entry.create"),
    path("entries/<uuid:pk>/", entries.entry_edit, name="entry.edit"),
    path("entries/<uuid:pk>/save/", entries.entry_save, name="entry.save"),
    path("entries/<uuid:pk>/advance/", entries.entry_advance, name="entry.advance"),
    path("entries/<uuid:pk>/files/", entries.entry_attach, name="entry.attach"),
    path("files/<uuid:pk>/remove/", entries.entry_detach, name="entry.detach"),
    path("judging/", judging.judging_list, name="judging.list"),
    path("judging/<uuid:pk>/", judging.sheet_edit, name="sheet.edit"),
    path("judging/<uuid:pk>/save/", judging.sheet_save, name="sheet.save"),
    path("judging/<uuid:pk>/step-back/", judging.sheet_recuse, name="sheet.recuse"),
    path("judging/<uuid:pk>/attachments/<int:position>/", judging.sheet_file, name="sheet.file"),
    path("judging/<uuid:pk>/unlock/", district_review.sheet_unlock, name="sheet.unlock"),
    path("manage/", showcase_management.showcase_manage, name="showcase.manage"),
    path("manage/new/", showcase_management.showcase_create, name="showcase.create"),
    path("manage/<uuid:pk>/", showcase_management.showcase_board, name="showcase.board"),
    path("manage/<uuid:pk>/edit/", showcase_management.showcase_edit, name="showcase.edit"),
    path("manage/<uuid:pk>/advance/", showcase_management.showcase_advance, name="showcase.advance"),
    path("manage/<uuid:pk>/check/", district_review.entry_queue, name="entry.queue"),
    path("manage/<uuid:pk>/jury/", district_review.jury_assign, name="jury.assign"),
    path("manage/<uuid:pk>/result/", district_review.result_show, name="result.show"),
    path("entries/<uuid:pk>/check/", district_review.entry_check, name="entry.check"),
    path("entries/<uuid:pk>/scores/", district_review.entry_scores, name="entry.scores"),
    path("entries/<uuid:pk>/arbitrate/", district_review.entry_arbitrate, name="entry.arbitrate"),
    path("entries/<uuid:pk>/order/", district_review.entry_order, name="entry.order"),
    path("objections/<uuid:pk>/answer/", district_review.objection_answer, name="objection.answer"),
]
