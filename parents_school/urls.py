from django.urls import path

from .views import authoring, certificates, learning, lesson_authoring

app_name = "parents_school"

urlpatterns = [
    path("", learning.course_list, name="course.list"),
    path("courses/<uuid:pk>/", learning.course_show, name="course.show"),
    path("courses/<uuid:pk>/join/", learning.course_join, name="course.join"),
    path("mine/", learning.learning_list, name="learning.list"),
    path("lessons/<uuid:pk>/", learning.lesson_show, name="lesson.show"),
    path("lessons/<uuid:pk>/finish/", learning.lesson_finish, name="lesson.finish"),
    path("lessons/<uuid:pk>/report/", learning.lesson_report, name="lesson.report"),
    path("lessons/<uuid:pk>/answer/", learning.lesson_answer, name="lesson.answer"),
    path("lessons/<uuid:pk>/captions.vtt", learning.lesson_captions, name="lesson.captions"),
    path("certificates/", certificates.certificate_list, name="certificate.list"),
    path("certificates/<uuid:pk>/", certificates.certificate_show, name="certificate.show"),
    path("certificates/<uuid:pk>/pdf/", certificates.certificate_download, name="certificate.download"),
    path("certificates/<uuid:pk>/revoke/", certificates.certificate_revoke, name="certificate.revoke"),
    path("verify/", certificates.verification_find, name="verification.find"),
    path("verify/<str:code>/", certificates.verification_show, name="verification.show"),
    path("authoring/", authoring.authoring_list, name="authoring.list"),
    path("authoring/new/", authoring.course_create, name="course.create"),
    path("authoring/<uuid:pk>/", authoring.authoring_show, name="authoring.show"),
    path("authoring/<uuid:pk>/edit/", authoring.course_edit, name="course.edit"),
    path("authoring/<uuid:pk>/transition/", authoring.course_transition, name="course.transition"),
    path("authoring/<uuid:pk>/lessons/new/<str:kind>/", lesson_authoring.lesson_create, name="lesson.create"),
    path("authoring/lessons/<uuid:pk>/edit/", lesson_authoring.lesson_edit, name="lesson.edit"),
    path("authoring/lessons/<uuid:pk>/video/", lesson_authoring.video_upload, name="video.upload"),
    path("authoring/lessons/<uuid:pk>/move/", lesson_authoring.lesson_move, name="lesson.move"),
    path("authoring/lessons/<uuid:pk>/remove/", lesson_authoring.lesson_remove, name="lesson.remove"),
    path("authoring/lessons/<uuid:pk>/questions/new/", lesson_authoring.question_create, name="question.create"),
    path("authoring/questions/<uuid:pk>/edit/", lesson_authoring.question_edit, name="question.edit"),
    path("authoring/questions/<uuid:pk>/remove/", lesson_authoring.question_remove, name="question.remove"),
]
