from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("process", "0004_urged")]

    operations = [
        migrations.CreateModel(
            name="Inspected",
            fields=[
                ("dossier", models.CharField(blank=True, db_index=True, max_length=64)),
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("organ", models.CharField(max_length=64)),
                ("ref", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("code", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(max_length=20)),
                ("planned_on", models.DateField()),
                ("inspected_on", models.DateField(null=True)),
                ("draw", models.PositiveIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "code"], name="inspected_code"),
                    models.Index(fields=["organ", "name"], name="inspected_name"),
                ],
            },
        ),
    ]
