"""What was stored before is found afterwards, and goes back again."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cocare.core.lifecycle import records_of
from parents_school.enums import CourseState

from . import building

pytestmark = pytest.mark.django_db

BEFORE, AFTER = ("parents_school", "0001_initial"), ("parents_school", "0002_lifecycle_records_and_watch_sessions")


def migrate(target):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


def test_the_steps_of_courses_move_into_the_log_of_lifecycles(cast):
    course = building.course(author=cast.team_member, state=CourseState.FIRST_REVIEW)
    old = migrate(BEFORE).get_model("parents_school", "CourseMove")
    old.objects.create(
        course_id=course.pk, source="authoring", action="submit", target="first_review", person_id=cast.team_member.pk
    )
    migrate(AFTER)
    record = records_of(course).get()
    assert (record.before, record.action, record.after) == ("authoring", "submit", "first_review")
    assert (record.subject_type, record.person_id) == ("parents_school.course", cast.team_member.pk)
    moved_back = migrate(BEFORE).get_model("parents_school", "CourseMove").objects.get()
    assert (moved_back.course_id, moved_back.action, moved_back.at) == (course.pk, "submit", record.at)
    migrate(AFTER)
    assert records_of(course).get().pk == record.pk
