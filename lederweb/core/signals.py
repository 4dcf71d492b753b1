"""Signals by which lower floors tell what happened, without knowing who listens."""

from django.dispatch import Signal

# A file or feed went out to a reader. sender: the model class; request; instance;
# kind: "document", "audio" or "feed"; response.
content_served = Signal()

# A reader searched, and this is the first page of the answer. sender: the question's class;
# request; word: what was asked, empty where it may not be kept, since a reader may type anything,
# also a name; results: how many were found; in_vain: whether no page has all of it.
searched = Signal()

# A backup was restored into this database, or is about to send mail again; so it may be sent
# twice, and nothing may go wrong when it is. Mail holds all sending back; a receiver may answer
# with a sentence for whoever lets mail go again.
restored = Signal()
