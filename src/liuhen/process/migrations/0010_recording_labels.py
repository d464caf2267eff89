"""What a recording was labelled with when it was stored, and what its device's clock was measured to be."""

from django.db import migrations, models

_WORDS = ("party", "handler", "cause", "enforcement", "angle")


class Migration(migrations.Migration):
    """Recordings stored before have these from the ledger: the upgrade makes the tables anew."""

    dependencies = (("process", "0009_check_codes"),)
    operations = (
        *(migrations.AddField("recording", name, models.CharField(blank=True, max_length=200)) for name in _WORDS),
        migrations.AddField("recording", "clock_offset_ms", models.BigIntegerField(null=True)),
        migrations.AddField("recording", "taken_in", models.DateTimeField(null=True)),
        migrations.AddIndex("recording", models.Index(fields=["-started", "key"], name="recording_latest")),
    )
