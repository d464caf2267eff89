"""`python -m liuhen.cli`, for a process that starts the command again."""

from liuhen.cli.root import main

if __name__ == "__main__":
    main()
