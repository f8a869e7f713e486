from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.notification_list, name="notification.list"),
    path("read/", views.notification_mark_all_read, name="notification.mark_all_read"),
    path("settings/", views.preference_edit, name="preference.edit"),
    path("settings/save/", views.preference_save, name="preference.save"),
    path("<uuid:pk>/", views.notification_open, name="notification.open"),
    path("<uuid:pk>/read/", views.notification_mark_read, name="notification.mark_read"),
]
