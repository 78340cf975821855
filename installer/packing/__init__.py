"""How the packages for Windows and Linux are made."""
