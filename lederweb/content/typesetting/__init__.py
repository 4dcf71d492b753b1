"""Pictures, fronts and booklets by Typst, which needs no fonts and no libraries of the system."""
