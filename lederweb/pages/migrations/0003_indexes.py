"""Indexes for finding pages by address, which Wagtail does not have."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# A slug without the letters that the old system spelled otherwise, as
# publications.old_addresses.FoldedSlug asks for it.
FOLDED = (
    "trim(both '-' from regexp_replace(replace(replace(replace(lower(slug), "
    "'aa', 'a'), 'ae', 'a'), 'oe', 'o'), '[^a-z0-9]+', '-', 'g'))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        TrigramExtension(),
        # `HomePage.route` finds every page by its url_path.
        migrations.RunSQL(
            "CREATE INDEX pages_page_url_path ON wagtailcore_page (url_path)",
            "DROP INDEX pages_page_url_path",
        ),
        # Old addresses are looked up by the folded slug, and proposals by its likeness.
        migrations.RunSQL(
            f"CREATE INDEX pages_page_folded_slug ON wagtailcore_page (({FOLDED}))",
            "DROP INDEX pages_page_folded_slug",
        ),
        migrations.RunSQL(
            f"CREATE INDEX pages_page_slug_trigrams ON wagtailcore_page"
            f" USING gin (({FOLDED}) gin_trgm_ops)",
            "DROP INDEX pages_page_slug_trigrams",
        ),
        migrations.RunSQL(
            "CREATE INDEX pages_redirect_lower ON wagtailredirects_redirect (lower(old_path))",
            "DROP INDEX pages_redirect_lower",
        ),
    ]
