"""Facts → sections → document blocks; one template per province and year."""
