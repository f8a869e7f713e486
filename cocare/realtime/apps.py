from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from cocare.core import live, signals
from cocare.core.contributions import ContributingApp


class RealtimeConfig(ContributingApp):
    name = "cocare.realtime"
    label = "realtime"

    def ready(self) -> None:
        from . import runtime  # it needs models, which are not there while this module loads

        def authority_changed(*, person_ids: Iterable[UUID] = (), **_: object) -> None:
            persons = [str(person) for person in person_ids]
            transaction.on_commit(lambda: runtime.announce("authority.changed", persons=persons))

        def session_ended(*, account_id: UUID, session_key: str = "", **_: object) -> None:
            account = str(account_id)
            transaction.on_commit(lambda: runtime.announce("session.ended", account=account, session=session_key or ""))

        def account_locked(*, account_id: UUID, **_: object) -> None:
            session_ended(account_id=account_id)

        live.use_transport(runtime.send_frames)
        signals.subscribe("authority.changed", authority_changed)
        signals.subscribe("reach.changed", authority_changed)
        signals.subscribe("session.ended", session_ended)
        signals.subscribe("account.locked", account_locked)
