"""Rules of a model's last layer against loss, labels and metrics."""

from __future__ import annotations

from studio.graph.rulebook.rule import error, warning

HEAD = (
    error(
        "D-LABELS",
        "Labels no loss can use",
        "Classes are numbered from 0.",
        "Classes -1 and 1.",
        "Number the classes 0, 1, 2... in the data.",
    ),
    error(
        "D-LOSS",
        "A loss that expects other labels",
        "SparseCategoricalCrossentropy takes class numbers, CategoricalCrossentropy "
        "one-hot vectors, BinaryCrossentropy 0 or 1, MeanSquaredError values. With "
        "other labels it fails, or learns nonsense.",
        "CategoricalCrossentropy on class numbers.",
        "Fix: the loss that takes these labels.",
    ),
    error(
        "D-RANK",
        "An output with too many axes",
        "A label is one row of numbers; an output with height and width is compared "
        "pixel by pixel.",
        "Dense of 10 on an image without Flatten.",
        "Fixes: before the last layer a Flatten, or a global pooling layer where maps "
        "are large (see K-RANK).",
    ),
    error(
        "D-CLASSES",
        "Output and labels differ in size",
        "The last layer gives one number for each class, or for each value of a label.",
        "10 classes and a last Dense of 5 units.",
        "Fix: set the units to what the labels need, or a Dense layer of that size.",
    ),
    error(
        "D-SOFTMAX",
        "Softmax of one number",
        "Softmax makes numbers add up to 1; a single one is always 1, whatever is "
        "learned.",
        "Dense of 1 unit with softmax.",
        "Fix: sigmoid for yes or no, linear for a value.",
    ),
    warning(
        "D-ACTIVATION",
        "Probabilities without softmax or sigmoid",
        "The loss expects probabilities, and the last layer gives any numbers.",
        "A linear or relu last layer with SparseCategoricalCrossentropy().",
        "Fixes: softmax or sigmoid at the end, or from_logits in the loss where no "
        "activation is.",
    ),
    error(
        "D-REGRESSION",
        "Values squeezed between 0 and 1",
        "Softmax and sigmoid give numbers from 0 to 1, and the labels go beyond.",
        "Softmax at the end of a regression on prices.",
        "Fix: a linear last layer.",
    ),
    warning(
        "D-SIGMOID",
        "Sigmoid where one class is right",
        "Sigmoid says yes or no to each class by itself; where exactly one class is "
        "right, softmax lets them compete.",
        "10 sigmoid units with SparseCategoricalCrossentropy.",
        "Fix: softmax.",
    ),
    warning(
        "D-LOGITS",
        "Softmax or sigmoid twice",
        "from_logits makes the loss apply softmax or sigmoid itself. Twice, gradients "
        "become tiny and training slow.",
        "Softmax at the end and SparseCategoricalCrossentropy(from_logits=True).",
        "Fix: turn from_logits off.",
    ),
    warning(
        "D-METRIC",
        "A metric that measures nothing here",
        "Accuracy compares classes; for values it counts exact hits only.",
        "Accuracy of a regression.",
        "Fix: a metric that fits the labels.",
    ),
)
