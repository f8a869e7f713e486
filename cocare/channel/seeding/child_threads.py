from datetime import timedelta
from uuid import UUID

from cocare.people.models import Person, Pupil
from cocare.people.seeding.cast import LIN_LAN, XIAOMAN, YUZE, ZHOU_JING

from ..author_names import familiar_name
from ..kinds import FAMILY
from .conversation_builder import ConversationBuilder, DraftConversation, Writer
from .texts import DIALOGUES, SMALL_TALK

OTHERS = 100
# Of these two children the demo's people tell; the other dialogues find their families by themselves.
KNOWN = {XIAOMAN: ("routine", "mood"), YUZE: ("progress", "carer")}
NEED_TWO_PARENTS = ("two_homes",)


def add_child_threads(builder: ConversationBuilder) -> None:
    """A thread for every child of the demo people's class and homes, and for a hundred others."""
    district = builder.district
    class_of = {pupil.pk: class_id for class_id, pupils in district.pupils_in.items() for pupil in pupils}
    pupils = {pupil.pk: pupil for all_of in district.pupils_in.values() for pupil in all_of}
    demo = {person.pk for person in district.people.values()}
    close = [
        pupil
        for key, pupil in pupils.items()
        if class_of[key] == district.the_class.pk
        or any(person.pk in demo for person in [*district.guardians_of[key], *district.caregivers_of.get(key, [])])
    ]
    taken = {pupil.pk for pupil in close}
    rest = [pupil for key, pupil in pupils.items() if key not in taken and district.guardians_of[key]]
    chosen = [*close, *district.rng.sample(rest, min(OTHERS, len(rest)))]
    waiting = [name for name in DIALOGUES if all(name not in known for known in KNOWN.values())]
    for pupil in chosen:
        _thread(builder, pupil, class_of[pupil.pk], _topics(builder, pupil, waiting))


def _topics(builder: ConversationBuilder, pupil: Pupil, waiting: list[str]) -> list[list[tuple[str, int, str]]]:
    """Two things to talk about: those meant for this child, one that nobody has had yet, or something small."""
    district = builder.district
    names = list(KNOWN.get(pupil.name, ())) if pupil in district.pupils_in[district.the_class.pk] else []
    guardians = district.guardians_of[pupil.pk]
    free = [name for name in waiting if name not in NEED_TWO_PARENTS or len(guardians) > 1]
    if not names and guardians and free:
        names = [free[0]]
        waiting.remove(free[0])
    # Every dialogue has been had once: from here on any family may have it.
    small = district.rng.sample(SMALL_TALK, 1 if names else 2)
    return [*(DIALOGUES[name] for name in names), *small]


def _thread(
    builder: ConversationBuilder, pupil: Pupil, class_id: UUID, topics: list[list[tuple[str, int, str]]]
) -> None:
    district = builder.district
    draft = builder.open(FAMILY, pupil)
    teachers = district.teachers_of.get(class_id, [])
    guardians = district.guardians_of[pupil.pk]
    carers = district.caregivers_of.get(pupil.pk, [])
    draft.readers = [*teachers, *guardians, *carers]
    if not teachers:
        return
    age = 2 + 6 * len(topics)
    for topic in topics:
        age -= district.rng.randint(3, 6)
        _dialogue(builder, draft, topic, max(age, 0), _voices(builder, pupil, class_id, teachers, guardians, carers))
    if pupil.name == XIAOMAN and district.person(LIN_LAN) in guardians:
        draft.unread[district.person(LIN_LAN).pk] = 2
    elif district.rng.random() < 0.3:
        draft.unread[district.person(ZHOU_JING).pk] = 1


def _voices(
    builder: ConversationBuilder,
    pupil: Pupil,
    class_id: UUID,
    teachers: list[Person],
    guardians: list[Person],
    carers: list[Person],
) -> dict[str, Writer | None]:
    head = builder.teacher(teachers[0], class_id)
    subject = builder.teacher(teachers[1] if len(teachers) > 1 else teachers[0], class_id)
    home = builder.parent(guardians[0], pupil) if guardians else None
    carer = builder.carer(carers[0], pupil) if carers else home
    return {"T": head, "S": subject, "P": home or carer, "C": carer}


def _dialogue(
    builder: ConversationBuilder, draft: DraftConversation, topic, age: int, voices: dict[str, Writer | None]
) -> None:
    at = builder.moment(age, 21 if topic is DIALOGUES["hours"] else None)
    for who, minutes, text in topic:
        at = min(at + timedelta(minutes=minutes), builder.district.now - timedelta(minutes=2))
        writer = voices[who]
        if writer:
            builder.add_message(draft, writer, at, text.format(child=familiar_name(draft.conversation.anchor.name)))
