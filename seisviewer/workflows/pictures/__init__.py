"""What is drawn for print, put together from a survey or from records and their projects."""
