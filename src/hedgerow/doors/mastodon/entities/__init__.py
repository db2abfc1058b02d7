"""What the API gives, exactly as the original's documentation has it: one file a family."""
