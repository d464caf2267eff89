"""Facts say what was in force when they were made. `rebuild` fills the new columns from the entries."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='fact',
            name='pin',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='fact',
            name='mark',
            field=models.CharField(default='', max_length=40),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='Reckoned',
            fields=[
                ('dossier', models.CharField(blank=True, db_index=True, max_length=64)),
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('organ', models.CharField(max_length=64)),
                ('mark', models.CharField(max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['organ', 'mark'], name='reckoned_under')],
            },
        ),
    ]
