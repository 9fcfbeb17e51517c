"""Pictures for print of what is on screen."""
