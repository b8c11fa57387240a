"""What `benchmarks/api.py` is made of: programs that call, and what bare psycopg does beside."""
