"""Start the local service: ``python server.py`` does what ``cleanread serve`` does."""

from cleanread.cli.serve import serve

if __name__ == "__main__":
    serve()
