"""Messages about runs: training, evaluation, predictions."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StartTraining:
    """Execute `script`'s training in `folder`. Events, then `RunFinished`.

    `device` has been applied through the engine's start arguments already;
    `base` is the document's folder, the working folder for relative paths.
    """

    request: int
    folder: str
    script: str
    epochs: int
    base: str


@dataclass(frozen=True, slots=True)
class StopTraining:
    """End the run after the current batch; the weights are kept."""

    request: int


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Metrics of a finished run on its held-out split. Answer: `Evaluated`."""

    request: int
    folder: str
    base: str


@dataclass(frozen=True, slots=True)
class Predict:
    """Predict held-out samples. Answer: `Predicted`, `count` of them at most.

    With `wrong_only` all are predicted, and those are shown that a classifier has
    wrong.
    """

    request: int
    folder: str
    base: str
    count: int
    wrong_only: bool = False


@dataclass(frozen=True, slots=True)
class PredictSample:
    """Predict a sample of one's own: float32 of `shape` as payload.

    `classes` are their names as `Predicted` told them; none for a value.
    """

    request: int
    folder: str
    shape: tuple[int, ...]
    classes: tuple[str, ...]
    payload: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class TrainingStarted:
    """The model is built, fit begins: steps of an epoch, epochs, device.

    `parameters` counts the model's weights, those that are not trained included.
    `told` says in a sentence which weights it starts from, where that is not plain.
    """

    steps: int
    epochs: int
    device: str
    parameters: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class BatchEnd:
    """A batch is done; `step` counts from 1 over the whole run.

    Sent at most 30 times a second: `metrics` are Keras' running means.
    """

    epoch: int
    step: int
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True)
class EpochEnd:
    """An epoch is done (counted from 1); validation metrics start ``val_``."""

    epoch: int
    seconds: float
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True)
class RunFinished:
    """Training ended: the outcome is a `RunState`, as text.

    `evaluation` holds the metrics on the held-out split; empty where the run did
    not come to it. A failure is told by `Failed` before. `goals` says of metrics
    whether more (``max``) or less (``min``) is better, as far as Keras says.
    """

    request: int
    outcome: str
    epochs: int
    seconds: float
    evaluation: dict[str, float]
    goals: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Answer to `Evaluate`: metrics, and the confusion matrix of each classifier.

    Attributes:
        confusions: by name of the output; of a model's only output without a name.
        classes: names of the classes of an only output, where the data names them.
    """

    request: int
    metrics: dict[str, float]
    samples: int
    confusions: dict[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """Truth and prediction of one sample as text; probability of each class."""

    truth: str
    predicted: str
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OutputPredictions:
    """What one output says of each sample; the only output of a model has no name."""

    output: str
    predictions: tuple[Prediction, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Predicted:
    """Answer about samples, which are in the payload as float32 of `shape` each.

    Of several inputs the samples are those that can best be seen. Of the `tried`
    samples a classifier had `wrong` ones; not all need be told. A sample of one's own
    has no truth.
    """

    request: int
    shape: tuple[int, ...]
    outputs: tuple[OutputPredictions, ...]
    payload: bytes = field(default=b"", repr=False)
    tried: int = 0
    wrong: int = 0

    @property
    def predictions(self) -> tuple[Prediction, ...]:
        """What the first output says of each sample."""
        return self.outputs[0].predictions

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the first output's classes; empty for values."""
        return self.outputs[0].classes


RunRequest = StartTraining | StopTraining | Evaluate | Predict | PredictSample
RunEvent = TrainingStarted | BatchEnd | EpochEnd | RunFinished | Evaluated | Predicted
