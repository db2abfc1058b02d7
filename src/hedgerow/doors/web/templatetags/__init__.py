"""What templates of the web door may draw: icons, the gate, faces, times."""
