"""What is shown, said and logged when the releases cannot be read or a page cannot be made."""
