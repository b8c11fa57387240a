"""Cadences: their steps in Setup, and a lead on its way through one."""
