"""Paint tools, the class panel and the layer that shows painted labels."""
