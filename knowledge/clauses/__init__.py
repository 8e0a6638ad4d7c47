"""From words to clauses: what a question asks of the standard, and which clauses it means."""
