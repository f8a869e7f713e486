"""What the services of people refuse, one sentence each."""

from django.utils.translation import gettext_lazy as _

from cocare.core.errors import Conflict, Invalid, TooFast


class CodeUnknown(Invalid):
    text = _("This code is not right. Please compare it with the slip once more.")


class CodeUsed(Invalid):
    text = _("This code has been used already. Please ask the head teacher for a new one.")


class CodeExpired(Invalid):
    text = _("This code has run out. Please ask the head teacher for a new one.")


class AlreadyGuardian(Invalid):
    text = _("You are linked to this child already. The code is still unused.")


class DocumentInForce(Invalid):
    text = _("The school has to look at this first. Please talk to the school's office.")


class TooManyTries(TooFast):
    text = _("That was tried too often. Please wait an hour, or ask the head teacher.")


class CaregiverIsGuardian(Invalid):
    text = _("A guardian of the child needs no care arrangement, and can't get one.")


class NameAndNumberDiffer(Invalid):
    text = _("Name and telephone number do not fit together. Please ask the person which number is registered.")


class OwnMatter(Conflict):
    text = _("This is about yourself or your own family. Somebody else has to enter it.")


class AlreadyDone(Conflict):
    text = _("Somebody has done this already. Here is how it stands now.")


class DocumentMissing(Invalid):
    text = _("Without a document in force this can't be done. Please enter its number.")


class OrderTooLong(Invalid):
    text = _("A protection order lasts six months at most. Please look at its last day again.")


class PhoneNotRegistered(Invalid):
    text = _("Nobody with this telephone number is registered here.")


class HeadTeacherExists(Invalid):
    text = _("The class has a head teacher in that time. Please end that post first.")


class ClassDoesNotFit(Invalid):
    text = _("This class belongs to another school or grade.")


class BeforeFirstDay(Invalid):
    text = _("This day lies before the first day.")
