"""How fast leads are scored, beside PostgreSQL merely adding up."""
