"""Drills: practice interviews by role, from packs, documents, records and the last answers."""
