"""Who comes back, when and why; and whom no way back is planned for. Rules are in Setup."""
