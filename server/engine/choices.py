"""The values of the CHOICE parameters, each with its words for painters (declared in settings.py)."""

from __future__ import annotations

from server.engine.parameters import Choice

COLORS = (
    Choice("style", "From the style", "The palette of the style picture."),
    Choice("keep", "Keep the original's", "Only light and dark are repainted; every hue stays."),
    Choice(
        "match",
        "Style tuned to the original",
        "The style picture is first tinted to the original's palette.",
    ),
    Choice(
        "only",
        "Only the style's colours",
        "Light and forms stay the original's, hues come from the style: for photographs.",
    ),
)

MODES = (
    Choice("transfer", "The layer in the style", "The forms of the layer in the manner of the style."),
    Choice("texture", "A texture of the style", "The style fills the layer, which gives its size only."),
    Choice(
        "content",
        "What the network sees",
        "The layer rebuilt from its content layers alone, without any style.",
    ),
)

INITS = (
    Choice("content", "The layer", "Keeps its forms best."),
    Choice("noise", "Noise", "Freer; the seed makes the difference."),
    Choice("style", "The style", "Begins with the style picture stretched over the layer."),
    Choice("previous", "An earlier result", "Goes on from a picture that you choose."),
    Choice(
        "again",
        "The last result",
        "Goes on from the server's last picture of the same layer, selection and styles: quick after moving a slider.",
    ),
)

NETWORKS = (
    Choice("vgg19", "VGG-19", "Sixteen layers deep; the classic."),
    Choice("vgg16", "VGG-16", "A little quicker, slightly coarser."),
    Choice("vgg19-torchvision", "VGG-19, torchvision", "Trained anew; other weights, other accents."),
    Choice("vgg16-torchvision", "VGG-16, torchvision", "Trained anew; other weights, other accents."),
    Choice("vgg19-normalised", "VGG-19, evened out", "Every filter speaks equally loudly."),
    Choice("vgg16-normalised", "VGG-16, evened out", "Every filter speaks equally loudly."),
    Choice("vgg19-random", "VGG-19, untrained", "Random weights: what the architecture alone sees."),
    Choice("vgg16-random", "VGG-16, untrained", "Random weights: what the architecture alone sees."),
    Choice(
        "resnet50-torchvision",
        "ResNet-50",
        "A younger, deeper network; its layers are conv1, stage1 ... stage4.",
    ),
    Choice("resnet50-robust", "ResNet-50, robust", "Trained against small disturbances; cleaner forms."),
    Choice("resnet50-random", "ResNet-50, untrained", "Random weights: what the architecture alone sees."),
)

POOLINGS = (
    Choice("average", "Average", "Smoother, fuller pictures."),
    Choice("max", "Maximum", "As the network was trained; harder marks."),
)

PADDINGS = (
    Choice("replicate", "Go on", "The edge is repeated: no dark rim."),
    Choice("zeros", "Nothing", "As the network was trained."),
)

CONTENT_MEASURES = (
    Choice("mean", "Mean", "The balance is the same at every size."),
    Choice("sum", "Sum", "As published: larger pictures hold to the content more."),
)

OPTIMISERS = (
    Choice("lbfgs", "L-BFGS", "The quickest here: broad shapes first."),
    Choice("lbfgsb", "L-BFGS-B", "Never leaves the range from black to white."),
    Choice("adam", "Adam", "Many small, even steps."),
    Choice("adagrad", "Adagrad", "Steps that shrink with time."),
    Choice("rmsprop", "RMSprop", "Steps of even size; grainier."),
    Choice("sgd", "Momentum", "Plain descent with momentum; slow."),
)

LAYER_WEIGHTINGS = (
    Choice("own", "As written", "The weights written with the style layers."),
    Choice("uniform", "Equal", "Every layer pulls alike."),
    Choice("early", "16 8 4 2 1", "Early layers first: colour and grain."),
    Choice("late", "1 2 4 8 16", "Late layers first: large strokes."),
)

TV_MEASURES = (
    Choice("squared", "Squared", "Steep steps above all: soft paint."),
    Choice("absolute", "Absolute", "Every step alike: flat patches with hard edges."),
)

EDGES = (
    Choice("free", "Paint over them", "Strokes go where they like."),
    Choice("matched", "Keep them", "The strokes' own outlines fall on the outlines of the layer."),
    Choice("published", "Apart", "Outlines and what lies between them are each given the whole style."),
)

PRECISIONS = (
    Choice(
        "automatic",
        "Automatic",
        "Reduced, or else nearly full, where this machine computes that clearly faster.",
    ),
    Choice("float32", "Full", "24 bits in every feature."),
    Choice(
        "tf32",
        "Nearly full",
        "11 bits in every product (TF32), 24 in features and sums, on NVIDIA GPUs since 2020; elsewhere the same as Full.",
    ),
    Choice(
        "reduced",
        "Reduced",
        "8 bits in every feature (bfloat16), 24 in sums: half the time on newer processors.",
    ),
)
