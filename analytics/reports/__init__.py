"""The yearly status and its smaller relatives: from what was counted to page, PDF and Word."""
