"""Who may open which page of the house's front, and which operation of the API."""

from allauth.usersessions.models import UserSession

from cocare.people.enums import Capacity
from cocare.web import api_tokens
from tests import factories as make
from tests.access import ALL, Row
from tests.cast import Cast


def token(cast: Cast):
    made, _ = api_tokens.make_token(actor=make.actor(cast.zhou_jing, Capacity.TEACHER), label="门禁机")
    return {"pk": made.pk}


def session(cast: Cast):
    account = make.account(cast.lin_lan)
    return {"session_id": UserSession.objects.create(user=account, ip="10.0.0.1", session_key="x", user_agent="").pk}


TABLE = [
    Row("web:home.show", may=ALL, public=True),
    Row("web:map.show", may=ALL, public=True),
    Row("web:search.show", may=ALL),
    Row("web:count.list", may=ALL),
    Row("web:display.edit", may=ALL, public=True),
    Row("web:display.save", method="POST", may=ALL, public=True, data=lambda cast: {"language": "zh-hans"}),
    Row("web:offline.show", may=ALL, public=True),
    Row("web:manifest.show", may=ALL, public=True),
    Row("web:worker.show", may=ALL, public=True),
    Row("web:token.list", may=ALL),
    Row("web:token.make", method="POST", may=ALL, data=lambda cast: {"label": "门禁机"}),
    # Tokens belong to the account, whatever capacity it acts in at the moment.
    Row("web:token.withdraw", method="POST", may="zhou_jing zhou_jing_as_mother", url=token),
    Row("api:me_show", may=ALL),
    Row("api:health_show", may=ALL, public=True),
    Row("api:openapi-json", may=ALL, public=True),
    # Beside django-allauth's own pages.
    Row("terms_show", may=ALL, public=True),
    Row("privacy_show", may=ALL, public=True),
    Row("sign_in_help", may=ALL, public=True),
    Row("usersessions_list", may=ALL),
    Row("session_end", method="POST", may="lin_lan", url=session),
    Row("session_end_all", method="POST", may=ALL),
]
