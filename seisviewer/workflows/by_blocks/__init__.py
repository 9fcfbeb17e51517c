"""Long work cut into blocks that any process can do, and put together again."""
