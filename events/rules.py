"""Who may see and do what in a showcase. Jurors reach an entry only through their own score sheet.

The tables at the end say for each model and verb who sees the row (404 otherwise) and who may do it (403 otherwise).
Who takes which step of a lifecycle stands in lifecycle.py.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cocare.core.access import NOBODY, Access, Actor, Rule, through
from cocare.core.validity_period import in_force
from cocare.people.enums import LEADING_ROLES, Capacity, Role
from cocare.people.models import Post

from .enums import COUNTED, EDITABLE, ON_NOTICE, OPEN_CALL, SCORING, EntryState, ScoreSheetState, ShowcaseState
from .models import Author, Award, Entry, EntryFile, Panelist

ENTERING_ROLES = {
    Capacity.TEACHER: (Role.HEAD_TEACHER, Role.SUBJECT_TEACHER, Role.COUNSELLOR),
    Capacity.PRINCIPAL: LEADING_ROLES,
    Capacity.TEAM: (Role.SCHOOL_TEAM, Role.LECTURER),
    Capacity.COMMUNITY: (Role.COMMUNITY_WORKER, Role.FEDERATION_OFFICER),
}
"""The posts from which a work may be entered, by the capacity that somebody acts in."""
ENTERING = tuple(ENTERING_ROLES)


def posts_to_enter_from(actor: Actor) -> QuerySet[Post]:
    """Return the actor's posts of today from which a work may be entered, in the capacity they act in."""
    roles = ENTERING_ROLES[Capacity(actor.capacity)] if actor.capacity in ENTERING else ()
    return Post.objects.filter(in_force(), person=actor.person_id, role__in=roles)


def _post_in_district(actor: Actor, role: Role, district: str) -> Exists:
    return Exists(
        Post.objects.filter(in_force(), person=actor.person_id, role=role, organisation__district=OuterRef(district))
    )


def _manages(path: str) -> Rule:
    return Rule(
        "manages the showcase", lambda actor: Q(_post_in_district(actor, Role.DISTRICT_STAFF, f"{path}district"))
    ).when(Capacity.DISTRICT)


def _leads(path: str) -> Rule:
    return Rule(
        "district lead", lambda actor: Q(_post_in_district(actor, Role.DISTRICT_TEAM_LEAD, f"{path}district"))
    ).when(Capacity.TEAM)


def _holds(role: Role) -> Rule:
    return Rule(
        f"holds the post {role}",
        lambda actor: Q(Exists(Post.objects.filter(in_force(), person=actor.person_id, role=role))),
    )


# on Showcase
published = Rule("published", lambda actor: Q(state__in=OPEN_CALL))
manages = _manages("")
oversees = manages | _leads("")
sees_showcase = published | manages
on_panel = Rule(
    "on the jury", lambda actor: Q(Exists(Panelist.objects.filter(showcase=OuterRef("pk"), person=actor.person_id)))
).when(Capacity.JUROR)
judges = on_panel & Rule("being scored", lambda actor: Q(state__in=SCORING))
watches_board = oversees | judges
has_post_to_enter_from = Rule(
    "has a post to enter from", lambda actor: Q(Exists(posts_to_enter_from(actor)))
).when(*ENTERING)  # fmt: skip
takes_entries = Rule("open for entries", lambda actor: Q(state=ShowcaseState.SUBMISSION_OPEN))

# on Entry
_authored = Rule(
    "author",
    lambda actor: (
        Q(owner_id=actor.person_id) | Q(Exists(Author.objects.filter(entry=OuterRef("pk"), person=actor.person_id)))
    ),
)
_from_own_school = Rule(
    "has a post at the school",
    lambda actor: Q(Exists(posts_to_enter_from(actor).filter(organisation=OuterRef("school")))),
).when(*ENTERING)
author_of = _authored & _from_own_school
leads_school = Rule(
    "leads the entry's school",
    lambda actor: Q(
        Exists(
            Post.objects.filter(
                in_force(), person=actor.person_id, role__in=LEADING_ROLES, organisation=OuterRef("school")
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
in_the_running = Rule("in the running", lambda actor: Q(state__in=COUNTED))
public_work = Rule(
    "awarded and public",
    lambda actor: (
        Q(showcase__state__in=ON_NOTICE) & Q(Exists(Award.objects.filter(entry=OuterRef("pk"), revoked_at=None)))
    ),
)
on_notice = Rule("on public notice", lambda actor: Q(showcase__state=ShowcaseState.PUBLIC_NOTICE))

# on File
FILES = "entry"


def _file_of_seen_entry(actor: Actor) -> Q:
    seen = Entry.objects.filter(sees_entry.condition(actor))
    return Q(Exists(EntryFile.objects.filter(file=OuterRef("pk"), entry__in=seen)))


file_of_seen_entry = Rule("file of a work seen by name", _file_of_seen_entry)
"""Jurors reach files through their sheet only, without metadata."""

# on ScoreSheet
assigned_sheet = Rule(
    "own sheet", lambda actor: Q(juror_id=actor.person_id) if actor.person_id else NOBODY
) & (_holds(Role.JUROR).when(Capacity.JUROR) | _holds(Role.DISTRICT_TEAM_LEAD).when(Capacity.TEAM))  # fmt: skip
own_sheet = assigned_sheet & Rule("while scoring runs", lambda actor: Q(entry__showcase__state__in=SCORING))
reads_work = own_sheet & ~Rule("stepped back", lambda actor: Q(state=ScoreSheetState.RECUSED))
scores_sheet = own_sheet & Rule("to score", lambda actor: Q(state=ScoreSheetState.OPEN))
oversees_sheet = _manages("entry__showcase__") | _leads("entry__showcase__")

# on Award and Objection
public_award = Rule("public award", lambda actor: Q(revoked_at=None, entry__showcase__state__in=ON_NOTICE))
certified = public_award & Rule("numbered", lambda actor: Q(number__isnull=False))
manages_objection = _manages("entry__showcase__")

SHOWCASE: dict[str, Access] = {
    "show": {"see": sees_showcase},
    "enter": {"see": published & has_post_to_enter_from, "act": takes_entries},
    "board": {"see": oversees},
    "advance": {"see": oversees},
    "result": {"see": oversees},
    "edit": {"see": oversees, "act": manages},
    "check_entries": {"see": oversees, "act": manages},
    "assign_jury": {"see": oversees, "act": manages},
}
ENTRY: dict[str, Access] = {
    "edit": {"see": sees_entry},
    "save": {"see": sees_entry, "act": edits_entry},
    "attach": {"see": sees_entry, "act": edits_entry},
    "advance": {"see": sees_entry, "act": author_of},
    "check": {"see": manages_entry},
    "decide_scores": {"see": oversees_entry & in_the_running},
    "show_work": {"see": public_work},
    "object": {"see": public_work & on_notice},
}
ENTRY_FILE: dict[str, Access] = {"detach": {"see": through(edits_entry, Entry, "entry")}}
SCORE_SHEET: dict[str, Access] = {
    "show": {"see": own_sheet},
    "score": {"see": own_sheet, "act": scores_sheet},
    "read_file": {"see": own_sheet, "act": reads_work},
    "unlock": {"see": oversees_sheet},
}
OBJECTION: dict[str, Access] = {"answer": {"see": manages_objection}}
