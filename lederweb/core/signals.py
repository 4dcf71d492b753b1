"""Signals by which lower floors tell what happened, without knowing who listens."""

from django.dispatch import Signal

# A file or feed went out to a reader. sender: the model class; request; instance;
# kind: "document", "audio" or "feed"; response.
content_served = Signal()

# A backup was restored into this database. Mail listens and holds all sending back.
restored = Signal()
