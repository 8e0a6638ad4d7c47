"""Interviews at once while the serving process is killed: nothing lost, nothing asked twice."""
