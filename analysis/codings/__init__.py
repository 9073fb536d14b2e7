"""What people, rules and models coded by hand: read, placed in the texts, compared, and turned into decisions."""
