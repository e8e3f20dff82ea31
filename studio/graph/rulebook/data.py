"""Rules of data and settings: what is trained on, and how."""

from __future__ import annotations

from studio.graph.rulebook.rule import error, warning

DATA = (
    error(
        "D-NONE",
        "No data is chosen",
        "Training needs samples and labels.",
        "A new document.",
        "Choose data in the Data panel.",
    ),
    error(
        "D-KIND",
        "Unknown kind of data",
        "The document names a data source that this Studio does not have.",
        "A file of a newer Studio.",
        "Choose another source in the Data panel.",
    ),
    error(
        "D-FILE",
        "No data file is chosen",
        "The source reads a file or a folder of yours.",
        "“Table (CSV)” without a file.",
        "Choose the file in the Data panel.",
    ),
    error(
        "D-PICTURES",
        "Pictures cannot be made like that",
        "Pictures of a folder are brought to one size, to colours or greys, and to a "
        "range of values.",
        "A size of 0×0 pixels.",
        "Fix: 256×256 pixels in colour.",
    ),
    error(
        "D-TARGET",
        "No target column",
        "One column of the table is what the model shall predict.",
        "A CSV file just chosen.",
        "Choose the column in the Data panel.",
    ),
    error(
        "D-SPLIT",
        "Nothing left to train on",
        "Validation and test take their parts of all samples first.",
        "0.6 for validation and 0.5 for test.",
        "Fix: 0.2 of each.",
    ),
    error(
        "D-FIT",
        "Epochs or batch size below 1",
        "Training makes whole passes in batches of at least one sample.",
        "0 epochs.",
        "Fix: set it to 1.",
    ),
    error(
        "D-SEED",
        "A seed Keras does not take",
        "Seeds go from 0 to 4294967295.",
        "Seed -1.",
        "Fix: set it to 0.",
    ),
    error(
        "D-DEVICE",
        "A device that cannot be",
        "Devices are called auto, cpu, gpu:0, gpu:1... or all.",
        "“cuda”.",
        "Fix: use auto.",
    ),
    error(
        "D-OPTIMIZER",
        "No optimizer is chosen",
        "The optimizer decides how weights change.",
        "A document with the optimizer removed.",
        "Fix: use Adam.",
    ),
    error(
        "D-NO-LOSS",
        "No loss is chosen",
        "The loss is what training makes smaller.",
        "A document with the loss removed.",
        "Fix: the loss that goes with the last activation and the labels.",
    ),
    error(
        "D-SETTING",
        "A training setting Keras does not make",
        "Optimizer, schedule, loss, metrics and callbacks are made by Keras as soon as "
        "they are chosen: a class or parameter that it does not know, or a value that "
        "it refuses, would end training before it begins.",
        "The metric “acuracy”, or SGD with a momentum of 2.",
        "Fix: the closest name, a value that was probably meant, or Keras' default.",
    ),
    error(
        "D-MONITOR",
        "A callback that watches what is not measured",
        "EarlyStopping, ModelCheckpoint and their like go by a number that training "
        "tells after each epoch: “loss”, each metric by its name, and the same with "
        "“val_” in front where data is set apart for validation. Of several outputs, "
        "each loss and metric begins with the output's name. Without the number Keras "
        "stops with an error, or the callback does nothing.",
        "EarlyStopping with monitor “val_acuracy”; “val_loss” without validation data.",
        "Fixes: the name that was meant, that metric measured too, or 20% of the data "
        "set apart for validation.",
    ),
    error(
        "D-MODE",
        "A callback that does not know what is better",
        "A loss gets better as it falls, accuracy as it rises. Keras knows that of its "
        "own metrics, not of those of one of several outputs; where it cannot tell, it "
        "stops with an error. With the wrong mode the worst epoch counts as the best.",
        "EarlyStopping on “val_accuracy” with mode “min”.",
        "Fix: the mode in which the number gets better.",
    ),
    error(
        "D-SOURCE",
        "The data cannot be read",
        "The file is not there, or is not what its name promises.",
        "A table with text in a number column.",
        "Correct the file, or choose another.",
    ),
    error(
        "D-CONSENT",
        "The data file was not allowed to be read",
        "A project may name any file of your disk; it is read only after you agreed.",
        "`studio check` of a project from somebody else.",
        "Say --read-data, or allow it in the Data panel.",
    ),
    error(
        "D-EMPTY",
        "No training samples",
        "After the split nothing is left to train on.",
        "A table of two rows.",
        "Choose larger data or smaller parts for validation and test.",
    ),
    error(
        "D-FINITE",
        "Infinite values or NaN",
        "One such value makes the loss, and with it every weight, NaN.",
        "A table with an empty cell read as NaN.",
        "Remove or replace the values in the data.",
    ),
    error(
        "D-INPUTS",
        "More inputs than the data has",
        "The data source gives one array of samples; only a NumPy file may hold one "
        "for each input.",
        "A model of two inputs on Digits.",
        "Choose a NumPy file with an array for each input, or keep one input.",
    ),
    error(
        "D-OUTPUTS",
        "More outputs than labels",
        "Each sample has one label; only a NumPy file may hold one for each output.",
        "A model of two outputs on Digits.",
        "Choose a NumPy file with an array for each output, or keep one: join the "
        "branches, or delete the others.",
    ),
    error(
        "D-ARRAY",
        "An array that the data lacks",
        "Each of several inputs and outputs takes the array of its name, or the one "
        "chosen for it in the Data panel.",
        "An input photo, and a file with the arrays image and label.",
        "Fix: an array of the file that nothing takes yet.",
    ),
    error(
        "D-NAMES",
        "Inputs or outputs that names cannot tell apart",
        "Arrays, losses and metrics are given to several inputs and outputs by their "
        "names, as Keras knows them.",
        "Two outputs of one layer; an output that an operation makes; a model that is "
        "written as a class.",
        "Put an Identity layer with a name behind such an output. Fix: the functional "
        "style.",
    ),
    error(
        "D-SHAPE",
        "Samples of another shape",
        "The input's shape must be that of one sample.",
        "An input of 28×28×1 on Digits, which are 8×8×1.",
        "Fix: the shape of the data.",
    ),
    error(
        "D-VOCABULARY",
        "Numbers beyond an Embedding's table",
        "An Embedding has a row for each number from 0 to input_dim - 1; a larger one "
        "stops training, on a GPU even silently gives zeros.",
        "input_dim 1000, and the data goes up to 4999.",
        "Fix: the size the data needs.",
    ),
    warning(
        "D-DECIMALS",
        "Quantities looked up in a table",
        "An Embedding has a row for each whole number, such as that of a word. "
        "Quantities between them are cut off, so most samples become alike.",
        "An Embedding behind an input of blood pressures.",
        "Fix: delete the Embedding, or a Dense layer in its place.",
    ),
    warning(
        "D-SCALE",
        "Samples are not normalised",
        "Weights begin small and learning rates are made for inputs of about -1 to 1. "
        "Larger values slow training down or make it fail.",
        "Pixels from 0 to 255 straight into Conv2D.",
        "Fix: insert a Rescaling that maps the data's range to 0 to 1.",
    ),
    warning(
        "D-BATCH",
        "A batch larger than the data",
        "All samples fit into one step, so each epoch learns once.",
        "Batch size 4096 for 1,079 samples.",
        "Fix: a batch size of 32, or less for tiny data.",
    ),
    error(
        "C-CODE",
        "No script can be made",
        "The code generator met something it cannot write.",
        "A value no Python literal stands for.",
        "Change what the text names.",
    ),
    error(
        "E-ENGINE",
        "The engine cannot work",
        "The process that runs Keras and TensorFlow did not start or has ended.",
        "TensorFlow is not installed.",
        "Run `studio doctor`: it says what is missing.",
    ),
    error(
        "F-FILE",
        "The project file cannot be read",
        "It is missing, damaged or of a newer version.",
        "A file cut off by a full disk.",
        "Correct it in a text editor, or open one of its previous versions.",
    ),
    error(
        "T-DATA",
        "Training waits for data",
        "The data is being read, or reading it failed.",
        "Train pressed right after choosing a file.",
        "Wait, or look at the Data panel.",
    ),
    error(
        "T-EMPTY",
        "Nothing to train",
        "The canvas is empty.",
        "A new document.",
        "Place an Input and a layer first.",
    ),
)
