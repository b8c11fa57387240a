"""Files come in and go again: rows through the journey, chunk by chunk, tried out or for good.

It stands beside the journey because it calls it. `deeds`: import_file, begin_check, begin, pause,
resume, cancel, begin_undo, work. May import: intake, journey, verbs and nouns, jobs, statements.
"""
