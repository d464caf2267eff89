"""简易程序: a penalty decided on the spot, the fine collected there, and what follows in the bureau."""
