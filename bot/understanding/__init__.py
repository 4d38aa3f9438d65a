"""From message to reading: what somebody means, and whether they are in danger."""
