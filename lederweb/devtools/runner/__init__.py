"""What `./dev` does. Standard library only, until .venv exists (see `environment`)."""
