"""The dialogs of the trace desk."""
