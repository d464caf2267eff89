"""行政检查: plan, draw, visit, opinion, correction ordered and looked at again."""
