"""派生副本: a clip, a still or a masked copy made from an original, which is only read.

Nothing here is ever called an original: what comes out names the seconds it shows, is encoded anew and carries nothing
of the device's own notes. The same original and the same plan give the same bytes, so that a making can be repeated.
"""
