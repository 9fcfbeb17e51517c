"""What the user chose once and for all, in one dialog that can be searched."""
