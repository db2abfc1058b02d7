"""Pages of contacts, circles and requests, and what one does about a person."""
