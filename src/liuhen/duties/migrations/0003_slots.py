"""Acts against their recordings. The upgrade makes the tables anew, and with them facts that say how long acts lasted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = (("duties", "0002_pins"),)
    operations = (
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("dossier", models.CharField(blank=True, db_index=True, max_length=64)),
                ("key", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("organ", models.CharField(max_length=64)),
                ("seq", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("started", models.DateTimeField(null=True)),
                ("ended", models.DateTimeField(null=True)),
                ("officers", models.TextField(blank=True)),
                ("names", models.CharField(blank=True, max_length=300)),
                ("must", models.BooleanField()),
                ("state", models.CharField(max_length=12)),
                ("files", models.PositiveIntegerField()),
                ("expected_ms", models.BigIntegerField(null=True)),
                ("covered_ms", models.BigIntegerField(null=True)),
                ("gaps_ms", models.BigIntegerField()),
                ("left_ms", models.BigIntegerField()),
                ("left", models.JSONField(default=list)),
                ("clocks", models.JSONField(default=list)),
                ("excuse", models.PositiveIntegerField(null=True)),
                ("why", models.TextField(blank=True)),
                ("cited", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organ", "-day", "key"], name="slot_latest"),
                    models.Index(fields=["organ", "state", "-day"], name="slot_standing"),
                ],
            },
        ),
    )
