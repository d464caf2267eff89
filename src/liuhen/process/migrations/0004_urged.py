from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("process", "0003_requests_and_kinds")]

    operations = [
        migrations.AddField(model_name="case", name="urged", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="case", name="urged_at", field=models.DateTimeField(null=True)),
    ]
