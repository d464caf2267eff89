"""先行登记保存、封存、查封扣押、行政强制: asked for, carried out, extended, released."""
