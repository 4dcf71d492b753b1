from django.db import migrations


class Migration(migrations.Migration):
    # What belongs to the courses stands in 0005 already.

    dependencies = [
        ("publications", "0005_podcasts"),
    ]

    operations: list = []
