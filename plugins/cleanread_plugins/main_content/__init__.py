"""The main-content model: how surely each block of a page is part of its article."""
