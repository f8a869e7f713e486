"""The sixteen people who can be tried: phone, name, and what makes each of them worth a look."""

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

# phone: (name, what the table says of the person)
DEMO_PEOPLE = {
    LIN_LAN: ("林岚", "guardian of two children in two schools"),
    WANG_XIUZHEN: ("王秀珍", "grandmother, entrusted carer of a child whose parents work away, large text"),
    ZHOU_JING: ("周静", "head teacher of 三年级2班, also a guardian elsewhere"),
    LUO_PING: ("罗平", "mathematics in three classes"),
    PRINCIPAL: ("邓之远", "principal"),
    TEAM_MEMBER: ("陈守恩", "school family education team member, certified lecturer"),
    TEAM_LEAD: ("沈若川", "district family education team lead"),
    DISTRICT_STAFF: ("白晓露", "district staff: events and parent schools"),
    JUROR: ("顾怀章", "jury member"),
    COURT_OFFICER: ("江舟", "court officer"),
    LAW_VICE_PRINCIPAL: ("石立坚", "law vice-principal (police)"),
    COMMUNITY_WORKER: ("柳青禾", "community worker"),
    ADMINISTRATOR: ("孟言立", "platform administrator (people and settings, not contents)"),
    AUDITOR: ("钟慎行", "audit administrator"),
    QIU_MINGYUE: ("邱明月", "guardian with no claimed child yet"),
    XU_HENG: ("许恒", "guardian under a custody restriction: receives nothing about the child"),
}
NAMES = {name for name, _who in DEMO_PEOPLE.values()}

HE_MIAO = "何苗"
XIAOMAN, XIAOCHUAN, YUZE, ZHOU_NIAN, XIAOHE = "许小满", "许小川", "何雨泽", "周念", "邱小禾"
