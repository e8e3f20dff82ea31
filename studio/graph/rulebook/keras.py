"""Rules of layers: said by Keras when it calls the layer on symbolic tensors."""

from __future__ import annotations

from studio.graph.rulebook.rule import error, warning

KERAS = (
    error(
        "K-CLASS",
        "The layer's class cannot be made",
        "The installed Keras has no such class, or it runs code that a file brings "
        "along, which Studio does not do unasked.",
        "A layer of a package that is not installed.",
        "Fix: the layer of almost the same name, with its wires; or another layer.",
    ),
    error(
        "K-CODE",
        "Code of your own that cannot run",
        "Python stopped in the text of your own layers, or a module you named cannot "
        "be imported.",
        "A colon that is missing behind a def.",
        "Mend the text, or install the module.",
    ),
    error(
        "K-HANG",
        "A layer that does not answer",
        "Its call took too long or ended the engine. The engine was started again and "
        "asks the other layers only, until this one is changed.",
        "A layer of your own with a loop that never ends.",
        "Change its code, its parameters or what comes in.",
    ),
    error(
        "K-MISSING",
        "A parameter without a value",
        "Keras has no default for it.",
        "A Dense layer without units.",
        "Fix: use the value that new layers begin with.",
    ),
    error(
        "K-PARAMETER",
        "A parameter Keras refuses",
        "The layer's constructor does not take this value, or does not know the "
        "parameter.",
        "Dense with activation “rellu” or with -3 units.",
        "Fix: the closest value Keras knows, Keras' default, or the value that new "
        "layers begin with.",
    ),
    error(
        "K-REFUSED",
        "A layer that would read a file",
        "With these parameters Keras would open a file when the layer is made. A "
        "document must not cause that.",
        "A StringLookup whose vocabulary is a path.",
        "Fix: take the parameter away.",
    ),
    error(
        "K-RANK",
        "Wrong number of axes",
        "A layer works on samples of a certain number of axes: Conv2D on height, width "
        "and channels, an LSTM on time steps and features.",
        "An LSTM on images of 8×8×3.",
        "Fixes: the Flatten before it moved behind it; Flatten, first where no more "
        "than 4,096 numbers come in; a global pooling layer, first where Flatten would "
        "make more; Reshape, ExpandDims, or Embedding where whole numbers come in.",
    ),
    error(
        "K-MERGE",
        "Tensors that do not go together",
        "Add, Multiply and their like combine value by value and need equal shapes; "
        "Concatenate allows a difference along one axis only.",
        "Add of 8×8×3 and 8×8×16.",
        "Fixes: a 1×1 Conv2D or a Dense layer for the channels, Cropping, ZeroPadding, "
        "pooling or strides for height and width, global pooling for the number of "
        "axes.",
    ),
    error(
        "K-ARITY",
        "Another number of tensors",
        "Some layers take an exact number of tensors.",
        "Subtract with three wires.",
        "Fix: remove the last wires.",
    ),
    error(
        "K-BUILT",
        "A shared layer meets another size",
        "A layer's weights take their size from its first input; later inputs must "
        "agree.",
        "One Dense layer called on 4 and on 5 features.",
        "Fix: give the node a layer of its own.",
    ),
    error(
        "K-WINDOW",
        "A window larger than its input",
        "A kernel or pool must fit into the input at least once, and what is cropped "
        "must be there.",
        "MaxPooling2D of 9×9 on 8×8.",
        "Fixes: padding “same”, or a smaller window.",
    ),
    error(
        "K-RESHAPE",
        "Sizes that hold another number of values",
        "Reshape keeps every value, so the sizes must multiply to the same number.",
        "48 values reshaped to 7×7.",
        "Fix: sizes that do.",
    ),
    error(
        "K-OPEN",
        "A size that is not known",
        "Weights are made once, so the size they depend on must be known before.",
        "Dense after Flatten of a sequence of any length.",
        "Fixes: global pooling in place of Flatten, or an input of fixed size.",
    ),
    error(
        "K-DTYPE",
        "Numbers of the wrong kind",
        "Most layers compute with decimal numbers; text and whole numbers must be "
        "turned into them first.",
        "Conv2D on uint8 pixels; Dense on text.",
        "Fixes: an Embedding, a cast, or an input of dtype float32.",
    ),
    error(
        "K-OUTPUT",
        "A wire from an output that is gone",
        "The layer gives fewer outputs than the wire expects.",
        "A wire from the state of an LSTM that no longer returns it.",
        "Fix: remove the wire, or take the layer's first output.",
    ),
    error(
        "K-SHAPE",
        "Keras cannot call the layer",
        "The layer fails on this input for a reason of its own; Keras' words are "
        "quoted.",
        "GroupNormalization of 32 groups on 3 channels.",
        "Fixes: whatever of the repairs above makes Keras accept it.",
    ),
    error(
        "K-ENGINE",
        "Keras could not be asked",
        "The engine, the process that runs Keras, did not answer this question.",
        "The engine was killed by the system.",
        "Check again (F7).",
    ),
    warning(
        "K-CHANNELS",
        "Channels seem to come first",
        "Keras expects height, width, channels. A first size of 1, 3 or 4 before two "
        "large ones is most likely the channels.",
        "Conv2D on 3×32×32.",
        "Fixes: a Permute behind the input, or another input shape.",
    ),
    warning(
        "K-INTEGERS",
        "Whole numbers used as quantities",
        "Whole numbers at an input are mostly numbers of words or categories. A layer "
        "that multiplies them takes word 200 for twice word 100.",
        "Dense on an input of dtype int32.",
        "Fixes: an Embedding, or an input of dtype float32.",
    ),
)
