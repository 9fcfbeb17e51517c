"""The network that tells whether a P wave began up or down, and its weights."""
