"""The sixteen people who can be tried in the demo. This is the one table of their telephone numbers.

The sign-in page, `seed`, and what each app puts into the demo read it.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LIN_LAN = "19900000001"
WANG_XIUZHEN = "19900000002"
ZHOU_JING = "19900000003"
LUO_PING = "19900000004"
PRINCIPAL = "19900000005"
TEAM_MEMBER = "19900000006"
TEAM_LEAD = "19900000007"
DISTRICT_STAFF = "19900000008"
JUROR = "19900000009"
COURT_OFFICER = "19900000010"
LAW_VICE_PRINCIPAL = "19900000011"
COMMUNITY_WORKER = "19900000012"
ADMINISTRATOR = "19900000013"
AUDITOR = "19900000014"
QIU_MINGYUE = "19900000015"
XU_HENG = "19900000016"


class DemoPerson(NamedTuple):
    """One of them: the name, and what makes them worth a look."""

    name: str
    description: Promise


DEMO_PEOPLE = {
    LIN_LAN: DemoPerson("林岚", pgettext_lazy("demo person", "guardian of two children in two schools")),
    WANG_XIUZHEN: DemoPerson("王秀珍", pgettext_lazy("demo person", "grandparent, entrusted carer, large text")),
    ZHOU_JING: DemoPerson("周静", pgettext_lazy("demo person", "head teacher of class 2, also a guardian")),
    LUO_PING: DemoPerson("罗平", pgettext_lazy("demo person", "subject teacher in three classes")),
    PRINCIPAL: DemoPerson("邓之远", pgettext_lazy("demo person", "principal")),
    TEAM_MEMBER: DemoPerson("陈守恩", pgettext_lazy("demo person", "school team member, certified lecturer")),
    TEAM_LEAD: DemoPerson("沈若川", pgettext_lazy("demo person", "district team lead")),
    DISTRICT_STAFF: DemoPerson("白晓露", pgettext_lazy("demo person", "district staff: events and parent schools")),
    JUROR: DemoPerson("顾怀章", pgettext_lazy("demo person", "jury member")),
    COURT_OFFICER: DemoPerson("江舟", pgettext_lazy("demo person", "court officer")),
    LAW_VICE_PRINCIPAL: DemoPerson("石立坚", pgettext_lazy("demo person", "law vice-principal (police)")),
    COMMUNITY_WORKER: DemoPerson("柳青禾", pgettext_lazy("demo person", "community worker")),
    ADMINISTRATOR: DemoPerson("孟言立", pgettext_lazy("demo person", "platform administrator")),
    AUDITOR: DemoPerson("钟慎行", pgettext_lazy("demo person", "audit administrator")),
    QIU_MINGYUE: DemoPerson("邱明月", pgettext_lazy("demo person", "guardian who has not claimed a child yet")),
    XU_HENG: DemoPerson("许恒", pgettext_lazy("demo person", "guardian under a custody restriction")),
}
NAMES = {person.name for person in DEMO_PEOPLE.values()}

HE_MIAO = "何苗"
XIAOMAN, XIAOCHUAN, YUZE, ZHOU_NIAN, XIAOHE = "许小满", "许小川", "何雨泽", "周念", "邱小禾"
