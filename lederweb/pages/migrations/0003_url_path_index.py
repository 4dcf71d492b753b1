from django.db import migrations


class Migration(migrations.Migration):
    """`HomePage.route` finds every page by its url_path, which Wagtail does not index."""

    dependencies = [
        ("pages", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX pages_page_url_path ON wagtailcore_page (url_path)",
            "DROP INDEX pages_page_url_path",
        )
    ]
