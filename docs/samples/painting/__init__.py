"""A small painting machine: strokes of bristles along a flow, laid broad to fine, lit as a relief."""
