"""What the window knows without a screen: plain classes that never touch Qt."""
