"""Where the secretariat keeps what the dashboard cannot count by itself."""
