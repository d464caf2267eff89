"""当事人、回避、管辖、并案分案移送: what changes around a case."""
