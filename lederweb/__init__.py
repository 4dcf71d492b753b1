"""Lederweb: the publishing platform of Væksthus for Ledelse."""
