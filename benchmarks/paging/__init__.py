"""Pages that people open all day, over a base of many leads."""
