"""From pages to files: a web edition as PDF and EPUB, the catalogue as PDF, and PDFs read."""
