"""Who is away: one's own absences at /me, those of others for whoever leads people."""
