"""留痕: a record of every act of administrative enforcement."""
