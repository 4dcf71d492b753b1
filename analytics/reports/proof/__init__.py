"""What the checks before publishing look for, each matter a file; `reports/checks.py` asks them."""
