"""The page for people: a shell, a little JSON, and the scripts that draw it."""
