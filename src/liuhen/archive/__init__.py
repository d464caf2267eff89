"""Case packages: what leaves the house, in a form that can be checked where the product is not."""
