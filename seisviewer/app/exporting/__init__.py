"""The dialog that asks what to export, and what begins it."""
