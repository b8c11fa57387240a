"""The public doors (a form of our own, Web-to-Lead) and the pages about them.

A door reads bytes, commits them through `capture.receiving`, answers, and judges nothing.
"""
