from django.urls import path

from .views import authoring, certificates, learning

app_name = "parents_school"

urlpatterns = [
    path("", learning.course_list, name="course.list"),
    path("courses/<str:pk>/", learning.course_show, name="course.show"),
    path("courses/<str:pk>/join/", learning.course_join, name="course.join"),
    path("mine/", learning.learner_list, name="learner.list"),
    path("lessons/<str:pk>/", learning.lesson_show, name="lesson.show"),
    path("lessons/<str:pk>/finish/", learning.lesson_finish, name="lesson.finish"),
    path("lessons/<str:pk>/report/", learning.lesson_report, name="lesson.report"),
    path("lessons/<str:pk>/answer/", learning.lesson_answer, name="lesson.answer"),
    path("lessons/<str:pk>/captions.vtt", learning.lesson_captions, name="lesson.captions"),
    path("certificates/", certificates.certificate_list, name="certificate.list"),
    path("certificates/<str:pk>/", certificates.certificate_show, name="certificate.show"),
    path("certificates/<str:pk>/pdf/", certificates.certificate_download, name="certificate.download"),
    path("certificates/<str:pk>/revoke/", certificates.certificate_revoke, name="certificate.revoke"),
    path("verify/", certificates.verification_find, name="verification.find"),
    path("verify/<str:code>/", certificates.verification_show, name="verification.show"),
    path("desk/", authoring.draft_list, name="draft.list"),
    path("desk/new/", authoring.draft_create, name="draft.create"),
    path("desk/<str:pk>/", authoring.draft_show, name="draft.show"),
    path("desk/<str:pk>/edit/", authoring.draft_edit, name="draft.edit"),
    path("desk/<str:pk>/move/", authoring.draft_move, name="draft.move"),
    path("desk/<str:pk>/lessons/new/<str:kind>/", authoring.lesson_create, name="lesson.create"),
    path("desk/lessons/<str:pk>/edit/", authoring.lesson_edit, name="lesson.edit"),
    path("desk/lessons/<str:pk>/video/", authoring.lesson_film, name="lesson.film"),
    path("desk/lessons/<str:pk>/reorder/", authoring.lesson_reorder, name="lesson.reorder"),
    path("desk/lessons/<str:pk>/remove/", authoring.lesson_remove, name="lesson.remove"),
    path("desk/lessons/<str:pk>/questions/new/", authoring.question_create, name="question.create"),
    path("desk/questions/<str:pk>/edit/", authoring.question_edit, name="question.edit"),
    path("desk/questions/<str:pk>/remove/", authoring.question_remove, name="question.remove"),
]
