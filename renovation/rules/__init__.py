"""What a project may do next: pure rules over plain values."""
