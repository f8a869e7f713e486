from django.utils.translation import gettext_lazy as _

from cocare.core.errors import Conflict, Forbidden


class ConversationClosed(Conflict):
    text = _("This conversation is closed. You can still read it.")


class NotRecallable(Conflict):
    text = _("The time to take this back is over. You can write a line below it instead.")


class AlreadyRecalled(Conflict):
    text = _("This message was taken back already.")


class NotReachable(Forbidden):
    text = _("You can't write to this person directly. Please write in your child's thread.")
