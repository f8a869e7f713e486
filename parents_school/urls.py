from django.urls import path

from .views import certificates, desk, learning

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
    path("desk/", desk.draft_list, name="draft.list"),
    path("desk/new/", desk.draft_create, name="draft.create"),
    path("desk/<str:pk>/", desk.draft_show, name="draft.show"),
    path("desk/<str:pk>/edit/", desk.draft_edit, name="draft.edit"),
    path("desk/<str:pk>/move/", desk.draft_move, name="draft.move"),
    path("desk/<str:pk>/lessons/new/<str:kind>/", desk.lesson_create, name="lesson.create"),
    path("desk/lessons/<str:pk>/edit/", desk.lesson_edit, name="lesson.edit"),
    path("desk/lessons/<str:pk>/video/", desk.lesson_film, name="lesson.film"),
    path("desk/lessons/<str:pk>/reorder/", desk.lesson_reorder, name="lesson.reorder"),
    path("desk/lessons/<str:pk>/remove/", desk.lesson_remove, name="lesson.remove"),
    path("desk/lessons/<str:pk>/questions/new/", desk.question_create, name="question.create"),
    path("desk/questions/<str:pk>/edit/", desk.question_edit, name="question.edit"),
    path("desk/questions/<str:pk>/remove/", desk.question_remove, name="question.remove"),
]
