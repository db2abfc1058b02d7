"""Collections: one's own, a face's, one alone, and gathering a post on several at once."""
