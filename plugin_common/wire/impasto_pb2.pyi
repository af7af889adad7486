from google.protobuf import any_pb2 as _any_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DEPTH_F32: Depth
DEPTH_U16: Depth
DEPTH_U8: Depth
DEPTH_UNSPECIFIED: Depth
DESCRIPTOR: _descriptor.FileDescriptor

class Accepted(_message.Message):
    __slots__ = ["job_id", "place"]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    place: int
    def __init__(self, job_id: _Optional[str] = ..., place: _Optional[int] = ...) -> None: ...

class Cancelled(_message.Message):
    __slots__ = ["has_result", "reason"]
    HAS_RESULT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    has_result: bool
    reason: str
    def __init__(self, has_result: bool = ..., reason: _Optional[str] = ...) -> None: ...

class Choice(_message.Message):
    __slots__ = ["help", "label", "value"]
    HELP_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    help: str
    label: str
    value: str
    def __init__(self, value: _Optional[str] = ..., label: _Optional[str] = ..., help: _Optional[str] = ...) -> None: ...

class Chunk(_message.Message):
    __slots__ = ["data", "id", "offset"]
    DATA_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    id: int
    offset: int
    def __init__(self, id: _Optional[int] = ..., offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class DescribeRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Description(_message.Message):
    __slots__ = ["device", "limits", "models", "parameters", "presets", "version"]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    MODELS_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PRESETS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    device: str
    limits: Limits
    models: _containers.RepeatedCompositeFieldContainer[Model]
    parameters: _containers.RepeatedCompositeFieldContainer[Parameter]
    presets: _containers.RepeatedCompositeFieldContainer[Preset]
    version: str
    def __init__(self, version: _Optional[str] = ..., device: _Optional[str] = ..., models: _Optional[_Iterable[_Union[Model, _Mapping]]] = ..., presets: _Optional[_Iterable[_Union[Preset, _Mapping]]] = ..., parameters: _Optional[_Iterable[_Union[Parameter, _Mapping]]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ...) -> None: ...

class Done(_message.Message):
    __slots__ = ["iterations", "loss", "parameters", "preset", "seconds", "stopped", "terms"]
    class ParametersEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    class TermsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    ITERATIONS_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PRESET_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    STOPPED_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    iterations: int
    loss: float
    parameters: _containers.MessageMap[str, Value]
    preset: str
    seconds: float
    stopped: str
    terms: _containers.ScalarMap[str, float]
    def __init__(self, seconds: _Optional[float] = ..., iterations: _Optional[int] = ..., loss: _Optional[float] = ..., terms: _Optional[_Mapping[str, float]] = ..., parameters: _Optional[_Mapping[str, Value]] = ..., preset: _Optional[str] = ..., stopped: _Optional[str] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ["accepted", "cancelled", "chunk", "done", "failed", "preview", "progress", "queued", "result"]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    QUEUED_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    accepted: Accepted
    cancelled: Cancelled
    chunk: Chunk
    done: Done
    failed: Failed
    preview: Preview
    progress: Progress
    queued: Queued
    result: Result
    def __init__(self, accepted: _Optional[_Union[Accepted, _Mapping]] = ..., queued: _Optional[_Union[Queued, _Mapping]] = ..., progress: _Optional[_Union[Progress, _Mapping]] = ..., preview: _Optional[_Union[Preview, _Mapping]] = ..., result: _Optional[_Union[Result, _Mapping]] = ..., chunk: _Optional[_Union[Chunk, _Mapping]] = ..., done: _Optional[_Union[Done, _Mapping]] = ..., failed: _Optional[_Union[Failed, _Mapping]] = ..., cancelled: _Optional[_Union[Cancelled, _Mapping]] = ...) -> None: ...

class Failed(_message.Message):
    __slots__ = ["code", "field", "remedy", "sentence"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    code: str
    field: str
    remedy: str
    sentence: str
    def __init__(self, code: _Optional[str] = ..., sentence: _Optional[str] = ..., remedy: _Optional[str] = ..., field: _Optional[str] = ...) -> None: ...

class ForgetReply(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Image(_message.Message):
    __slots__ = ["depth", "height", "icc_profile", "id", "width"]
    DEPTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    ICC_PROFILE_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    depth: Depth
    height: int
    icc_profile: bytes
    id: int
    width: int
    def __init__(self, id: _Optional[int] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., depth: _Optional[_Union[Depth, str]] = ..., icc_profile: _Optional[bytes] = ...) -> None: ...

class Job(_message.Message):
    __slots__ = ["created", "failed", "fraction", "has_result", "height", "job_id", "label", "parameters", "place", "preset", "state", "thumbnail", "width"]
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class ParametersEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    CANCELLED: Job.State
    CREATED_FIELD_NUMBER: _ClassVar[int]
    DONE: Job.State
    FAILED: Job.State
    FAILED_FIELD_NUMBER: _ClassVar[int]
    FRACTION_FIELD_NUMBER: _ClassVar[int]
    HAS_RESULT_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    PRESET_FIELD_NUMBER: _ClassVar[int]
    QUEUED: Job.State
    RUNNING: Job.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_UNSPECIFIED: Job.State
    THUMBNAIL_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    created: float
    failed: Failed
    fraction: float
    has_result: bool
    height: int
    job_id: str
    label: str
    parameters: _containers.MessageMap[str, Value]
    place: int
    preset: str
    state: Job.State
    thumbnail: Preview
    width: int
    def __init__(self, job_id: _Optional[str] = ..., state: _Optional[_Union[Job.State, str]] = ..., label: _Optional[str] = ..., preset: _Optional[str] = ..., parameters: _Optional[_Mapping[str, Value]] = ..., created: _Optional[float] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., place: _Optional[int] = ..., fraction: _Optional[float] = ..., has_result: bool = ..., thumbnail: _Optional[_Union[Preview, _Mapping]] = ..., failed: _Optional[_Union[Failed, _Mapping]] = ...) -> None: ...

class JobId(_message.Message):
    __slots__ = ["job_id"]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    job_id: str
    def __init__(self, job_id: _Optional[str] = ...) -> None: ...

class JobList(_message.Message):
    __slots__ = ["jobs"]
    JOBS_FIELD_NUMBER: _ClassVar[int]
    jobs: _containers.RepeatedCompositeFieldContainer[Job]
    def __init__(self, jobs: _Optional[_Iterable[_Union[Job, _Mapping]]] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ["max_chunk_bytes", "max_pixels", "max_regions", "max_styles", "max_waiting_jobs"]
    MAX_CHUNK_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_PIXELS_FIELD_NUMBER: _ClassVar[int]
    MAX_REGIONS_FIELD_NUMBER: _ClassVar[int]
    MAX_STYLES_FIELD_NUMBER: _ClassVar[int]
    MAX_WAITING_JOBS_FIELD_NUMBER: _ClassVar[int]
    max_chunk_bytes: int
    max_pixels: int
    max_regions: int
    max_styles: int
    max_waiting_jobs: int
    def __init__(self, max_pixels: _Optional[int] = ..., max_styles: _Optional[int] = ..., max_regions: _Optional[int] = ..., max_chunk_bytes: _Optional[int] = ..., max_waiting_jobs: _Optional[int] = ...) -> None: ...

class ListJobsRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Mask(_message.Message):
    __slots__ = ["height", "id", "width"]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    height: int
    id: int
    width: int
    def __init__(self, id: _Optional[int] = ..., width: _Optional[int] = ..., height: _Optional[int] = ...) -> None: ...

class Model(_message.Message):
    __slots__ = ["name", "present", "remedy"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PRESENT_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    name: str
    present: bool
    remedy: str
    def __init__(self, name: _Optional[str] = ..., present: bool = ..., remedy: _Optional[str] = ...) -> None: ...

class Parameter(_message.Message):
    __slots__ = ["choices", "group", "help", "kind", "label", "logarithmic", "maximum", "minimum", "name"]
    class Group(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ADVANCED: Parameter.Group
    CHOICE: Parameter.Kind
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    FLAG: Parameter.Kind
    GROUP_FIELD_NUMBER: _ClassVar[int]
    GROUP_UNSPECIFIED: Parameter.Group
    HELP_FIELD_NUMBER: _ClassVar[int]
    INTEGER: Parameter.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    KIND_UNSPECIFIED: Parameter.Kind
    LABEL_FIELD_NUMBER: _ClassVar[int]
    LOGARITHMIC_FIELD_NUMBER: _ClassVar[int]
    MAIN: Parameter.Group
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER: Parameter.Kind
    TEXT: Parameter.Kind
    choices: _containers.RepeatedCompositeFieldContainer[Choice]
    group: Parameter.Group
    help: str
    kind: Parameter.Kind
    label: str
    logarithmic: bool
    maximum: float
    minimum: float
    name: str
    def __init__(self, name: _Optional[str] = ..., label: _Optional[str] = ..., help: _Optional[str] = ..., kind: _Optional[_Union[Parameter.Kind, str]] = ..., group: _Optional[_Union[Parameter.Group, str]] = ..., minimum: _Optional[float] = ..., maximum: _Optional[float] = ..., logarithmic: bool = ..., choices: _Optional[_Iterable[_Union[Choice, _Mapping]]] = ...) -> None: ...

class Preset(_message.Message):
    __slots__ = ["description", "label", "name", "parameters"]
    class ParametersEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    description: str
    label: str
    name: str
    parameters: _containers.MessageMap[str, Value]
    def __init__(self, name: _Optional[str] = ..., label: _Optional[str] = ..., description: _Optional[str] = ..., parameters: _Optional[_Mapping[str, Value]] = ...) -> None: ...

class Preview(_message.Message):
    __slots__ = ["height", "rgb", "width"]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    RGB_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    height: int
    rgb: bytes
    width: int
    def __init__(self, width: _Optional[int] = ..., height: _Optional[int] = ..., rgb: _Optional[bytes] = ...) -> None: ...

class Progress(_message.Message):
    __slots__ = ["fraction", "height", "iteration", "iterations", "loss", "scale", "scales", "seconds_elapsed", "seconds_left", "terms", "width"]
    class TermsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    FRACTION_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    ITERATIONS_FIELD_NUMBER: _ClassVar[int]
    ITERATION_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    SCALES_FIELD_NUMBER: _ClassVar[int]
    SCALE_FIELD_NUMBER: _ClassVar[int]
    SECONDS_ELAPSED_FIELD_NUMBER: _ClassVar[int]
    SECONDS_LEFT_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    fraction: float
    height: int
    iteration: int
    iterations: int
    loss: float
    scale: int
    scales: int
    seconds_elapsed: float
    seconds_left: float
    terms: _containers.ScalarMap[str, float]
    width: int
    def __init__(self, scale: _Optional[int] = ..., scales: _Optional[int] = ..., iteration: _Optional[int] = ..., iterations: _Optional[int] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., loss: _Optional[float] = ..., terms: _Optional[_Mapping[str, float]] = ..., fraction: _Optional[float] = ..., seconds_elapsed: _Optional[float] = ..., seconds_left: _Optional[float] = ...) -> None: ...

class Queued(_message.Message):
    __slots__ = ["place"]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    place: int
    def __init__(self, place: _Optional[int] = ...) -> None: ...

class Region(_message.Message):
    __slots__ = ["content_mask", "style", "style_mask"]
    CONTENT_MASK_FIELD_NUMBER: _ClassVar[int]
    STYLE_FIELD_NUMBER: _ClassVar[int]
    STYLE_MASK_FIELD_NUMBER: _ClassVar[int]
    content_mask: Mask
    style: int
    style_mask: Mask
    def __init__(self, content_mask: _Optional[_Union[Mask, _Mapping]] = ..., style: _Optional[int] = ..., style_mask: _Optional[_Union[Mask, _Mapping]] = ...) -> None: ...

class Result(_message.Message):
    __slots__ = ["image"]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    image: Image
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ...) -> None: ...

class Spec(_message.Message):
    __slots__ = ["apply_mask", "content", "label", "parameters", "preset", "regions", "start", "styles"]
    class ParametersEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Value, _Mapping]] = ...) -> None: ...
    APPLY_MASK_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PRESET_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    STYLES_FIELD_NUMBER: _ClassVar[int]
    apply_mask: Mask
    content: Image
    label: str
    parameters: _containers.MessageMap[str, Value]
    preset: str
    regions: _containers.RepeatedCompositeFieldContainer[Region]
    start: Image
    styles: _containers.RepeatedCompositeFieldContainer[Style]
    def __init__(self, preset: _Optional[str] = ..., parameters: _Optional[_Mapping[str, Value]] = ..., content: _Optional[_Union[Image, _Mapping]] = ..., styles: _Optional[_Iterable[_Union[Style, _Mapping]]] = ..., regions: _Optional[_Iterable[_Union[Region, _Mapping]]] = ..., apply_mask: _Optional[_Union[Mask, _Mapping]] = ..., start: _Optional[_Union[Image, _Mapping]] = ..., label: _Optional[str] = ...) -> None: ...

class StatusDetails(_message.Message):
    __slots__ = ["code", "details", "message"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    code: int
    details: _containers.RepeatedCompositeFieldContainer[_any_pb2.Any]
    message: str
    def __init__(self, code: _Optional[int] = ..., message: _Optional[str] = ..., details: _Optional[_Iterable[_Union[_any_pb2.Any, _Mapping]]] = ...) -> None: ...

class Style(_message.Message):
    __slots__ = ["image", "weight"]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    image: Image
    weight: float
    def __init__(self, image: _Optional[_Union[Image, _Mapping]] = ..., weight: _Optional[float] = ...) -> None: ...

class StylizeRequest(_message.Message):
    __slots__ = ["chunk", "spec"]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    chunk: Chunk
    spec: Spec
    def __init__(self, spec: _Optional[_Union[Spec, _Mapping]] = ..., chunk: _Optional[_Union[Chunk, _Mapping]] = ...) -> None: ...

class Value(_message.Message):
    __slots__ = ["flag", "integer", "number", "text"]
    FLAG_FIELD_NUMBER: _ClassVar[int]
    INTEGER_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    flag: bool
    integer: int
    number: float
    text: str
    def __init__(self, number: _Optional[float] = ..., integer: _Optional[int] = ..., flag: bool = ..., text: _Optional[str] = ...) -> None: ...

class Depth(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
