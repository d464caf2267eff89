"""Background work: jobs wait in the same database as the entries, and a worker of its own process does them.

It knows no case and no recording. Whoever has work to do declares a function with `django_tasks.task` and enqueues it
inside the transaction of the act that wants it: both are there, or neither.
"""
