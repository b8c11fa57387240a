"""What `benchmarks/capture.py` is made of: people, visitors, a house, a base, a floor."""
