"""The docker's widgets. They show the session and turn its knobs; none of them decides anything."""
