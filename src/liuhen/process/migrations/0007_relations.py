from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("process", "0006_holdings")]

    operations = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("dossier", models.CharField(blank=True, db_index=True, max_length=64)),
                ("key", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("organ", models.CharField(max_length=64)),
                ("seq", models.PositiveIntegerField()),
                ("other", models.CharField(db_index=True, max_length=64)),
                ("how", models.CharField(max_length=30)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="PartyName",
            fields=[
                ("dossier", models.CharField(blank=True, db_index=True, max_length=64)),
                ("key", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("organ", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("code", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "name"], name="party_name"),
                    models.Index(fields=["organ", "code"], name="party_code"),
                ],
            },
        ),
    ]
