from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('process', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='case',
            name='awaiting_role',
        ),
        migrations.AddField(
            model_name='case',
            name='awaiting_roles',
            field=models.CharField(blank=True, default='', max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='case',
            name='asked',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='case',
            name='signed_by',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='case',
            name='former',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='case',
            name='handler_ids',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='caseofficer',
            name='handles',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='caseofficer',
            name='left',
            field=models.BooleanField(default=False),
        ),
    ]
