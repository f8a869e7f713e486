"""Who may see and do what in a showcase. Jurors reach an entry only through their own sheet."""

from django.db.models import Exists, OuterRef, Q

from cocare.core.access import NOBODY, Actor, Rule
from cocare.core.validity_period import in_force
from cocare.people.enums import LEADING_ROLES, Capacity, Role
from cocare.people.models import Post

from .enums import COUNTED, EDITABLE, ENTERING, ON_NOTICE, OPEN_CALL, SCORING, EntryState, SheetState, ShowcaseState
from .models import Author, Award, Entry, EntryFile, Panelist, Sheet


def posts_of(actor: Actor):
    """The actor's posts of today from which a work may be entered, in the capacity they act in."""
    roles = (
        {
            Capacity.TEACHER: (Role.HEAD_TEACHER, Role.SUBJECT_TEACHER, Role.COUNSELLOR),
            Capacity.PRINCIPAL: LEADING_ROLES,
            Capacity.TEAM: (Role.SCHOOL_TEAM, Role.LECTURER),
            Capacity.COMMUNITY: (Role.COMMUNITY_WORKER, Role.FEDERATION_OFFICER),
        }.get(Capacity(actor.capacity), ())
        if actor.capacity in ENTERING
        else ()
    )
    return Post.objects.filter(in_force(), person_id=actor.person_id, role__in=roles)


def _office(actor: Actor, role: Role, district: str):
    return Exists(
        Post.objects.filter(in_force(), person_id=actor.person_id, role=role, organisation__district=OuterRef(district))
    )


def _manages(path: str) -> Rule:
    return Rule("manages the showcase", lambda actor: Q(_office(actor, Role.DISTRICT_STAFF, f"{path}district"))).when(
        Capacity.DISTRICT
    )


def _leads(path: str) -> Rule:
    lead = Rule("district lead", lambda actor: Q(_office(actor, Role.DISTRICT_TEAM_LEAD, f"{path}district")))
    return lead.when(Capacity.TEAM)


# on Showcase
published = Rule("published", lambda actor: Q(state__in=OPEN_CALL))
manages = _manages("")
oversees = manages | _leads("")
sees_showcase = published | manages
on_panel = Rule(
    "on the jury", lambda actor: Q(Exists(Panelist.objects.filter(showcase=OuterRef("pk"), person_id=actor.person_id)))
).when(Capacity.JUROR)
judging = on_panel & Rule("being scored", lambda actor: Q(state__in=SCORING))
watches_board = oversees | judging
may_enter = Rule("has a post to enter from", lambda actor: Q(Exists(posts_of(actor)))).when(*ENTERING)
takes_entries = Rule("open for entries", lambda actor: Q(state=ShowcaseState.SUBMISSION_OPEN))
enters = may_enter & takes_entries

# on Entry
_authored = Rule(
    "author",
    lambda actor: (
        Q(owner_id=actor.person_id) | Q(Exists(Author.objects.filter(entry=OuterRef("pk"), person_id=actor.person_id)))
    ),
)
_from_own_school = Rule(
    "has a post at the school", lambda actor: Q(Exists(posts_of(actor).filter(organisation=OuterRef("school"))))
).when(*ENTERING)
author_of = _authored & _from_own_school
leads_school = Rule(
    "leads the entry's school",
    lambda actor: Q(
        Exists(
            Post.objects.filter(
                in_force(), person_id=actor.person_id, role__in=LEADING_ROLES, organisation=OuterRef("school")
            )
        )
    ),
).when(Capacity.PRINCIPAL)
beyond_draft = ~Rule("draft", lambda actor: Q(state=EntryState.DRAFT))
manages_entry = _manages("showcase__") & beyond_draft
oversees_entry = (_manages("showcase__") | _leads("showcase__")) & beyond_draft
"""For the lead's decisions on blind numbers. Names are the managers' until awards are proposed."""
own_entry = author_of | (leads_school & beyond_draft)
sees_entry = own_entry | manages_entry
edits_entry = author_of & Rule("editable", lambda actor: Q(state__in=EDITABLE))
withdrawable = Rule(
    "not yet in review",
    lambda actor: Q(
        state__in=(EntryState.DRAFT, EntryState.SUBMITTED, EntryState.CORRECTION_REQUIRED, EntryState.QUALIFIED)
    ),
)
sends_entry = author_of
in_the_running = Rule("in the running", lambda actor: Q(state__in=COUNTED))
public_work = Rule(
    "awarded and public",
    lambda actor: (
        Q(showcase__state__in=ON_NOTICE) & Q(Exists(Award.objects.filter(entry=OuterRef("pk"), revoked_at=None)))
    ),
)
objectable = Rule("on public notice", lambda actor: Q(showcase__state=ShowcaseState.PUBLIC_NOTICE))

# on File
FILES = "entry"


def file_of_seen_entry(actor: Actor) -> Q:
    """Files of works that the actor sees by name. Jurors reach them through their sheet only, without metadata."""
    seen = Entry.objects.filter(sees_entry.condition(actor))
    return Q(Exists(EntryFile.objects.filter(file=OuterRef("pk"), entry__in=seen)))


# on EntryFile
detaches = Rule(
    "file of an own work that may be changed",
    lambda actor: Q(entry__in=Entry.objects.filter((author_of & edits_entry).condition(actor))),
)

# on Sheet
_scored_now = Rule(
    "own sheet while scoring runs",
    lambda actor: Q(juror_id=actor.person_id, entry__showcase__state__in=SCORING) if actor.person_id else NOBODY,
)


def _holds(role: Role) -> Rule:
    return Rule(
        f"holds the post {role}",
        lambda actor: Q(Exists(Post.objects.filter(in_force(), person_id=actor.person_id, role=role))),
    )


own_sheet = _scored_now & (
    _holds(Role.JUROR).when(Capacity.JUROR) | _holds(Role.DISTRICT_TEAM_LEAD).when(Capacity.TEAM)
)
reads_work = own_sheet & ~Rule("stepped back", lambda actor: Q(state=SheetState.RECUSED))
scores_sheet = own_sheet & Rule("to score", lambda actor: Q(state=SheetState.OPEN))
oversees_sheet = _manages("entry__showcase__") | _leads("entry__showcase__")

# on Award and Objection
public_award = Rule("public award", lambda actor: Q(revoked_at=None, entry__showcase__state__in=ON_NOTICE))
certified = public_award & Rule("numbered", lambda actor: Q(number__isnull=False))
manages_objection = _manages("entry__showcase__")


def sheets_of(actor: Actor):
    """Every sheet this juror has in showcases that are being scored."""
    return Sheet.objects.filter(own_sheet.condition(actor))
