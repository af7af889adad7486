"""The gRPC service: the only place on the server's side that touches protobuf messages."""
