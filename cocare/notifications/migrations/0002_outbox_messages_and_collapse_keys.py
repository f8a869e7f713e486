import django.db.models.deletion
from django.db import migrations, models


def say_handed_over(apps, schema_editor):
    apps.get_model("notifications", "OutboxMessage").objects.filter(state="handed").update(state="handed_over")


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='notification', name='one_unread_notice_a_fold'),
        migrations.RenameField(model_name='notification', old_name='fold', new_name='collapse_key'),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(condition=models.Q(('read_at', None), models.Q(('collapse_key', ''), _negated=True)), fields=('person', 'capacity', 'kind', 'collapse_key'), name='one_unread_notice_a_collapse_key'),
        ),
        migrations.RenameModel(old_name='Outgoing', new_name='OutboxMessage'),
        migrations.AlterModelOptions(name='outboxmessage', options={}),
        migrations.RenameIndex(model_name='outboxmessage', old_name='outgoing_of_notice', new_name='outbox_of_notification'),
        migrations.RenameIndex(model_name='outboxmessage', old_name='outgoing_queued', new_name='outbox_queued'),
        migrations.RenameField(model_name='outboxmessage', old_name='handed_at', new_name='handed_over_at'),
        migrations.AlterField(
            model_name='outboxmessage',
            name='notification',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='outbox_messages', to='notifications.notification'),
        ),
        migrations.AlterField(
            model_name='outboxmessage',
            name='state',
            field=models.CharField(choices=[('queued', 'waiting to be handed over'), ('handed_over', 'handed over'), ('shown', 'shown'), ('read', 'read'), ('failed', 'could not be handed over')], default='queued', max_length=12),
        ),
        migrations.RunPython(say_handed_over, migrations.RunPython.noop),
    ]
