"""From a question to the passages that may answer it, for the person who asks."""
