"""Articles to rows that point back into the text: voices, actors, labels."""
