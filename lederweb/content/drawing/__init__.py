"""Drawings of the demonstration: made by code, the same every time, in the colours of the site.

Each text that has a picture has a scene in one of the modules below; `catalogue.drawing` gives
it as SVG.
"""

from . import (  # noqa: F401  (they enter their scenes in the catalogue)
    scenes_covers,
    scenes_growth,
    scenes_learning,
    scenes_meetings,
    scenes_places,
    scenes_podcast,
    scenes_projects,
)
