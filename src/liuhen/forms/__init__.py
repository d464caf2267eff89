"""What a person enters for an act, on a case or on the bureau: its fields, what nobody may enter, and the words."""
