"""Tags that a face follows, by their keys. Nobody else knows of them; what carries them is talk's affair."""
