"""All studies, in the order of the page."""

from __future__ import annotations

from server.figures.studies.control import CONTROL
from server.figures.studies.layers import LAYERS
from server.figures.studies.networks import NETWORKS
from server.figures.studies.optimisation import OPTIMISATION
from server.figures.studies.size import SIZE
from server.figures.studies.weights import WEIGHTS

STUDIES = (*WEIGHTS, *LAYERS, *NETWORKS, *OPTIMISATION, *CONTROL, *SIZE)
