"""The steps of courses move into the log of all lifecycles; a page that reports what it plays is a watch session."""

import django.db.models.deletion
from django.db import migrations, models

COPY_MOVES = """
INSERT INTO core_transitionrecord (id, at, subject_type, subject_id, action, before, after, person_id, capacity, reason)
SELECT id, at, 'parents_school.course', course_id, action, source, target, person_id, '', reason
FROM parents_school_coursemove
ON CONFLICT (id) DO NOTHING  -- the log is append-only, so that a way back leaves its rows
"""
COPY_BACK = """
INSERT INTO parents_school_coursemove (id, course_id, source, action, target, person_id, at, reason)
SELECT id, subject_id, before, action, after, person_id, at, left(reason, 300)
FROM core_transitionrecord WHERE subject_type = 'parents_school.course'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_lifecycle_records'),
        ('parents_school', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(COPY_MOVES, COPY_BACK),
        migrations.DeleteModel('CourseMove'),
        migrations.RenameModel('Sitting', 'WatchSession'),
        migrations.AlterField(
            model_name='watchsession',
            name='progress',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watch_sessions', to='parents_school.lessonprogress'),
        ),
    ]
