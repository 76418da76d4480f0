"""What may be shown: consent, clearances, names, small cells."""
