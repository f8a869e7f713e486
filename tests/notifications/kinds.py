"""Kinds of notices for these tests, as rooms above would register them."""

from django.utils.translation import ngettext_lazy

from cocare.notifications import kinds

kinds.register(
    "test.message",
    ngettext_lazy("You have a new test message", "You have %(times)d new test messages", "times"),
    label="Test messages",
    icon="chat",
)
kinds.register("test.reminder", "Something is due soon", icon="clock", routes=("sms",))
kinds.register("test.urgent", "Please look at once", urgent=True, routes=("sms",))
