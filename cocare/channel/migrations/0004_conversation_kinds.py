from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Kinds of conversation without choices, columns and constraints of their own; `told_seq` is `notified_seq`."""

    dependencies = [('channel', '0003_words')]

    operations = [
        migrations.RemoveIndex(model_name='conversation', name='conversation_to_tell'),
        migrations.RenameField(model_name='conversation', old_name='told_seq', new_name='notified_seq'),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(
                condition=Q(('notified_seq__lt', F('last_seq'))), fields=['id'], name='conversation_to_notify'
            ),
        ),
        migrations.RemoveConstraint(model_name='conversation', name='one_thread_a_child'),
        migrations.RemoveConstraint(model_name='conversation', name='one_room_a_class'),
        migrations.RemoveConstraint(model_name='conversation', name='one_conversation_a_pair'),
        migrations.RemoveConstraint(model_name='conversation', name='conversation_hangs_on_its_kind'),
        migrations.AlterField(model_name='conversation', name='kind', field=models.CharField(max_length=20)),
        migrations.AddField(
            model_name='conversation',
            name='anchor_id',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(fields=('pupil', 'kind'), name='one_conversation_a_pupil'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(fields=('school_class', 'kind'), name='one_conversation_a_class'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(fields=('anchor_id', 'kind'), name='one_conversation_an_anchor'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(
                condition=Q(('pair', ''), _negated=True), fields=('pair', 'kind'), name='one_conversation_a_pair'
            ),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(('anchor_id', None), ('pair', ''), ('pupil__isnull', False), ('school_class', None)),
                    Q(('anchor_id', None), ('pair', ''), ('pupil', None), ('school_class__isnull', False)),
                    Q(('anchor_id__isnull', False), ('pair', ''), ('pupil', None), ('school_class', None)),
                    Q(('anchor_id', None), ('pupil', None), ('school_class', None), Q(('pair', ''), _negated=True)),
                    _connector='OR',
                ),
                name='conversation_hangs_on_one_thing',
            ),
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('text', 'text')], default='text', max_length=8),
        ),
    ]
