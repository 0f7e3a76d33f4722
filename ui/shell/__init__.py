"""What stands around every page: who may see it, its address, language, theme and release."""
