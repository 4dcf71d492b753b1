"""The podcast: what is said, what a feed must have, and what is missing before publishing."""
