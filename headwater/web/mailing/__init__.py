"""Mail on pages: writing one, templates, who gets nothing, what a mail carries for its reader."""
