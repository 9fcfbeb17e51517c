"""What a model says on a section is accepted, rejected or given another class, region by region."""
