"""The directory: faces that let themselves be found, by what they say in public."""
