"""What a machine can find to be covered: a thing followed through time, faces. It proposes; a person looks and decides.

Loaded in the process that decodes only, but for `searches`, which says what is asked and what is answered.
"""
