"""The figures as pages: the home dashboard."""
