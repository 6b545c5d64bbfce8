"""``python -m cleanread``."""

from .cli import main

main(prog_name="cleanread")
