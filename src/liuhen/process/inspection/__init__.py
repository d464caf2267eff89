"""行政检查: from its plan to what was put right after it, and the draw of objects and officers (双随机)."""
