"""What each command does, one file each. Imported when it is asked for."""
