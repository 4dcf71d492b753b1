"""What the secretariat sees, section by section: sentence, chart, table, definition.

Each section is made from totals only and can be shown, drawn and exported on its own.
"""
