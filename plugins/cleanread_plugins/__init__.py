"""cleanread's own plugins. They use the public API alone and are found through the same entry points as anyone's."""
