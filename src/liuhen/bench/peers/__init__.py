"""What runs beside the product when papers are measured: each in a process of its own, told one page a line."""
