"""Views, one file per page or family of pages."""
