"""Reading what other counters left behind: web servers' logs, exports of Matomo and Plausible."""
