"""Signals by which lower floors tell what happened, without knowing who listens."""

from django.dispatch import Signal

# A file or feed went out to a reader. sender: the model class; request; instance;
# kind: "document", "audio" or "feed"; response.
content_served = Signal()

# A backup was restored into this database, or is about to send mail again; so it may be sent
# twice, and nothing may go wrong when it is. Mail holds all sending back; a receiver may answer
# with a sentence for whoever lets mail go again.
restored = Signal()
