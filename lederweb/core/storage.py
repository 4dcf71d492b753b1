"""Static files under names that carry their content's hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports inside our ES modules, so that those are cached for good too."""

    support_js_module_import_aggregation = True
