"""Names of the field, and the steps of lifecycles on record in core."""

from django.db import migrations, models

LABELS = {
    "showcase": "events.showcase",
    "entry": "events.entry",
    "sheet": "events.scoresheet",
    "objection": "events.objection",
}


def move_log(apps, schema_editor):
    """Copy what was logged into core's records. The ids stay, so that a row is never there twice."""
    record = apps.get_model("core", "TransitionRecord")
    rows = apps.get_model("events", "TransitionLog").objects.order_by("at").iterator(chunk_size=1000)
    record.objects.bulk_create(
        (
            record(
                id=row.pk,
                at=row.at,
                subject_type=LABELS[row.subject_type],
                subject_id=row.subject_id,
                scope_id=row.showcase_id,
                action=row.action,
                before=row.before,
                after=row.after,
                person_id=row.person_id,
                reason=row.reason,
            )
            for row in rows
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0003_lifecycle_records"),
        ("events", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(move_log, migrations.RunPython.noop),
        migrations.DeleteModel(name="TransitionLog"),
        migrations.RemoveConstraint(model_name="dimension", name="dimension_once_in_showcase"),
        migrations.RemoveConstraint(model_name="mark", name="one_mark_a_dimension"),
        migrations.RemoveConstraint(model_name="mark", name="mark_of_one_to_ten"),
        migrations.RemoveConstraint(model_name="entryfile", name="one_file_a_place"),
        migrations.RenameModel(old_name="Dimension", new_name="Criterion"),
        migrations.RenameModel(old_name="Mark", new_name="Score"),
        migrations.RenameModel(old_name="Sheet", new_name="ScoreSheet"),
        migrations.RenameField(model_name="score", old_name="dimension", new_name="criterion"),
        migrations.RenameField(model_name="entryfile", old_name="place", new_name="position"),
        migrations.RenameField(model_name="proposal", old_name="lines", new_name="snapshot"),
        migrations.RemoveField(model_name="showcase", name="max_authors"),
        migrations.AlterModelOptions(name="entryfile", options={"ordering": ["position"]}),
        migrations.AlterField(
            model_name="criterion",
            name="showcase",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="criteria", to="events.showcase"
            ),
        ),
        migrations.AlterField(
            model_name="score",
            name="criterion",
            field=models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="scores", to="events.criterion"),
        ),
        migrations.AlterField(
            model_name="score",
            name="sheet",
            field=models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="scores", to="events.scoresheet"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("showcase", "code"), name="criterion_once_in_showcase"),
        ),
        migrations.AddConstraint(
            model_name="entryfile",
            constraint=models.UniqueConstraint(fields=("entry", "position"), name="one_file_a_position"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(fields=("sheet", "criterion"), name="one_score_a_criterion"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 1), ("value__lte", 10)), name="score_of_one_to_ten"
            ),
        ),
    ]
