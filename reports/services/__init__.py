"""What the out-tray does: nudging the late ones, asking for papers."""
