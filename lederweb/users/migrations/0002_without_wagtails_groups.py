"""Wagtail begins with groups, a task and a workflow of its own; ours are in the table of roles."""

from django.db import migrations


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]).delete()
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0001_initial"),
        # Everything that gives Wagtail's groups something must have happened.
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailsearch", "0007_delete_editorspick"),
        ("wagtailmedia", "0005_alter_media_options"),
    ]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
