"""Past trainings: looked at, judged, taken up again."""
