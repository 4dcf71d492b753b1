"""Reading the texts of the demonstration: front matter, Markdown, and how they hang together."""
