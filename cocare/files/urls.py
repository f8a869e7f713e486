from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("uploads/", views.upload_create, name="upload.create"),
    path("uploads/<uuid:pk>/", views.upload_append, name="upload.append"),
    path("<uuid:pk>/", views.file_show, name="file.show"),
    path("<uuid:pk>/<int:side>/", views.file_thumbnail, name="file.thumbnail"),
    path("<uuid:pk>/remove/", views.file_remove, name="file.remove"),
]
