from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

FOLDED = (
    "trim(both '-' from regexp_replace(replace(replace(replace(lower(slug), "
    "'aa', 'a'), 'ae', 'a'), 'oe', 'o'), '[^a-z0-9]+', '-', 'g'))"
)


class Migration(migrations.Migration):
    """Old addresses are looked up by the folded slug (publications.old_addresses.FoldedSlug)."""

    dependencies = [("pages", "0004_pages_not_found")]

    operations = [
        TrigramExtension(),
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
