from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('name', models.CharField(max_length=160, primary_key=True, serialize=False)),
                ('box', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='OrganLock',
            fields=[
                ('organ', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('head', models.CharField(max_length=64)),
                ('part', models.CharField(max_length=8)),
                ('key', models.CharField(db_index=True, max_length=160)),
                ('box', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='RebuildMark',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('dossier', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('target', models.CharField(max_length=64)),
                ('part', models.CharField(max_length=8)),
                ('key', models.CharField(db_index=True, max_length=160)),
                ('entry', models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('sm3', models.CharField(max_length=64)),
                ('organ', models.CharField(max_length=64)),
                ('organ_seq', models.BigIntegerField()),
                ('dossier', models.CharField(max_length=64, null=True)),
                ('dossier_seq', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=200)),
                ('head', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organ', 'organ_seq'), name='ledger_head_organ_seq'), models.UniqueConstraint(fields=('dossier', 'dossier_seq'), name='ledger_head_dossier_seq'), models.UniqueConstraint(fields=('organ', 'key'), name='ledger_head_organ_key')],
            },
        ),
        migrations.CreateModel(
            name='SignedCheckpoint',
            fields=[
                ('id', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('organ', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('checkpoint', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organ', 'size'), name='ledger_checkpoint_organ_size')],
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('organ', models.CharField(max_length=64)),
                ('index', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('sm3', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organ', 'index'), name='ledger_tile_organ_index')],
            },
        ),
    ]
