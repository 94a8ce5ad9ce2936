"""Characters, sentences and words: pure functions on str."""
