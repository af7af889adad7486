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
)

INITS = (
    Choice("content", "The layer", "Keeps its forms best."),
    Choice("noise", "Noise", "Freer; the seed makes the difference."),
    Choice("style", "The style", "Begins with the style picture stretched over the layer."),
    Choice("previous", "An earlier result", "Goes on where an earlier run ended."),
)

NETWORKS = (
    Choice("vgg19", "VGG-19", "Sixteen layers deep; the classic."),
    Choice("vgg16", "VGG-16", "A little quicker, slightly coarser."),
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
