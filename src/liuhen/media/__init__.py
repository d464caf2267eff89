"""Recordings, photos and scans as streams of bytes: taken in, looked into, checked, handed out. Knows no case."""
