"""What is one's own: the menu, faces and their pictures, settings, closing, switching faces."""
