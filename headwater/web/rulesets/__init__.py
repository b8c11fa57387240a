"""What the pages of assignment rules and of score rules share: a draft's deeds, and replays."""
