"""Nothing lost, nothing twice: chaos on real databases, judged by what the workspace recorded."""
