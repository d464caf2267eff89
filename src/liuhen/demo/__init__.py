"""示例: an invented bureau with invented cases, made only by the product's own acts."""
