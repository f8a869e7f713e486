from django.urls import path

from .views import conversations, direct_start, messages

app_name = "channel"

urlpatterns = [
    path("", conversations.conversation_list, name="conversation.list"),
    path("direct/", direct_start.direct_start, name="direct.start"),
    path("<uuid:pk>/", conversations.conversation_show, name="conversation.show"),
    path("<uuid:pk>/read/", conversations.conversation_read, name="conversation.read"),
    path("<uuid:pk>/messages/", messages.message_list, name="message.list"),
    path("<uuid:pk>/send/", messages.message_send, name="message.send"),
    path("message/<uuid:pk>/", messages.message_show, name="message.show"),
    path("message/<uuid:pk>/edit/", messages.message_edit, name="message.edit"),
    path("message/<uuid:pk>/recall/", messages.message_recall, name="message.recall"),
]
