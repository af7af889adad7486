"""The checked-in wire code says what server/proto/impasto.proto says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

from plugin_common.wire import impasto_pb2, impasto_pb2_grpc

PROTO = Path(__file__).parents[2] / "server" / "proto" / "impasto.proto"
NAME = "plugin_common/wire/impasto.proto"


def compiled(proto_text: str, folder: Path) -> FileDescriptorProto:
    """The descriptor that protoc makes of this text."""
    (folder / "impasto.proto").write_text(proto_text)
    output = folder / "descriptors"
    subprocess.run(
        (
            *(sys.executable, "-m", "grpc_tools.protoc", f"--proto_path=plugin_common/wire={folder}"),
            *(f"--descriptor_set_out={output}", NAME),
        ),
        check=True,
    )
    return plain(FileDescriptorSet.FromString(output.read_bytes()).file[0])


def plain(descriptor: FileDescriptorProto) -> FileDescriptorProto:
    """Without the JSON names, which only some writers of descriptors fill in."""

    def clear(messages: object) -> None:
        for message in messages:  # type: ignore[attr-defined]
            for field in message.field:
                field.ClearField("json_name")
            clear(message.nested_type)

    clear(descriptor.message_type)
    return descriptor


def checked_in() -> FileDescriptorProto:
    return plain(FileDescriptorProto.FromString(impasto_pb2.DESCRIPTOR.serialized_pb))


def test_the_checked_in_code_is_what_the_proto_file_gives(tmp_path: Path) -> None:
    assert compiled(PROTO.read_text(), tmp_path) == checked_in(), "run `make proto`"


def test_a_field_added_to_the_proto_file_alone_is_noticed(tmp_path: Path) -> None:
    changed = PROTO.read_text().replace("message ForgetReply {}", "message ForgetReply { bool really = 1; }")
    assert compiled(changed, tmp_path) != checked_in()


def test_the_stub_has_every_method_of_the_service() -> None:
    methods = {method.name for method in impasto_pb2.DESCRIPTOR.services_by_name["Impasto"].methods}
    assert methods == {name for name in vars(impasto_pb2_grpc.ImpastoServicer) if not name.startswith("_")}


def test_the_code_was_made_by_the_old_generator_that_editors_can_run() -> None:
    assert "runtime_version" not in Path(impasto_pb2.__file__).read_text(), "use tests/tools/generate_wire.sh"
