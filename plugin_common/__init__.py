"""What the plug-ins of all editors share: the gRPC client. Standard library, grpcio and protobuf only."""
