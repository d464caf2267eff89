"""应记: what each dossier holds (facts), what it still owes (duties), and the gates that refuse an act."""
