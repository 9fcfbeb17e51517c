"""What plugins are asked for, and the check that their authors run."""
