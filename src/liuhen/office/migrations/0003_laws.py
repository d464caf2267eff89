"""What was in force after each act of the organ; `rebuild` fills these tables from the entries."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0002_office_acts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Holder',
            fields=[
                ('dossier', models.CharField(blank=True, db_index=True, max_length=64)),
                ('key', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('organ', models.CharField(db_index=True, max_length=64)),
                ('holder', models.CharField(max_length=100)),
                ('department', models.CharField(max_length=100)),
                ('reason', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwnTerm',
            fields=[
                ('dossier', models.CharField(blank=True, db_index=True, max_length=64)),
                ('key', models.CharField(max_length=170, primary_key=True, serialize=False)),
                ('organ', models.CharField(db_index=True, max_length=64)),
                ('name', models.CharField(max_length=100)),
                ('value', models.CharField(max_length=40)),
                ('reason', models.TextField()),
                ('by', models.CharField(max_length=100)),
                ('on', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='adopted',
            name='dates',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='adopted',
            name='texts',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='Law',
            fields=[
                ('dossier', models.CharField(blank=True, db_index=True, max_length=64)),
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('organ', models.CharField(max_length=64)),
                ('seq', models.PositiveBigIntegerField()),
                ('since', models.DateField()),
                ('pin', models.CharField(db_index=True, max_length=64)),
                ('what', models.JSONField()),
                ('books', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['organ', '-seq', '-since'], name='law_latest')],
            },
        ),
    ]
