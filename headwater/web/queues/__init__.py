"""The leads that wait in queues: who waits since when, taking the next one, giving one back."""
