"""简易程序: a penalty on the spot, the fine taken there, filed in time."""
