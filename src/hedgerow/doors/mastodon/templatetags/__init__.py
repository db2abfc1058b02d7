"""What the page about the API draws."""
