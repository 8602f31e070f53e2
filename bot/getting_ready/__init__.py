"""What the port says while the program behind it is still installing content, training or loading."""
