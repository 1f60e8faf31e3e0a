"""What can be done with a policy; every service asks for its right first."""
