"""A sketch belongs to a month. No release ever wrote one for a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0003_sources")]

    operations = [
        migrations.RemoveConstraint(model_name="visitorsketch", name="analytics_sketch_once"),
        migrations.RenameField(model_name="visitorsketch", old_name="day", new_name="month"),
        migrations.AlterField(
            model_name="visitorsketch",
            name="month",
            field=models.DateField(verbose_name="first day of the month"),
        ),
        migrations.AddConstraint(
            model_name="visitorsketch",
            constraint=models.UniqueConstraint(
                fields=["month", "dimension", "key", "series"], name="analytics_sketch_once"
            ),
        ),
    ]
