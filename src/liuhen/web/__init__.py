"""Pages: translate, call, answer. No rule of law here, and no write."""
