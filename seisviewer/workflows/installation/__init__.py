"""What is installed on this machine, whether it is enough, and what to send with a report of a fault."""
