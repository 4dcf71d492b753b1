"""The month in ten lines, two charts and a PDF, for those who asked for it."""
