"""Rules of good sense in training: no error, but seldom what one wants."""

from __future__ import annotations

from studio.graph.rulebook.rule import warning

TRAINING = (
    warning(
        "T-RATE",
        "An unusual learning rate",
        "Too large a rate makes the loss jump or become NaN, too small a one learns "
        "nothing in any patient time. What is usual depends on the optimizer.",
        "Adam with learning_rate 1.0.",
        "Fix: the optimizer's default.",
    ),
    warning(
        "T-DROPOUT",
        "Dropout of everything",
        "A rate of 1 sets every value to zero while training, so nothing behind it can "
        "learn.",
        "Dropout with rate 1.0.",
        "Fix: rate 0.5.",
    ),
    warning(
        "T-TINY-BATCH",
        "BatchNormalization with tiny batches",
        "It takes mean and spread from the batch; of a few samples they are noise, of "
        "one they are nothing.",
        "Batch size 2 and BatchNormalization.",
        "Fixes: a batch size of 32, or LayerNormalization in its place.",
    ),
    warning(
        "T-NO-WEIGHTS",
        "Nothing can be learned",
        "No layer has weights, so training changes nothing.",
        "Input → Flatten → Softmax.",
        "Fix: a Dense layer at the end, as large as the labels need.",
    ),
    warning(
        "T-OLD-WEIGHTS",
        "Trained weights of other layers",
        "The project starts from the weights of an opened model. Since then its layers "
        "changed: the numbers no longer have a place to go, or Keras, which finds "
        "layers by class and order, may load them into the wrong ones.",
        "A model opened with its weights, and a Dense made wider.",
        "Fixes: keep the weights of layers that stayed the same, whatever they are "
        "called now (the others begin anew, as transfer learning wants it), or start "
        "from new weights.",
    ),
    warning(
        "T-FROZEN",
        "Every weight is frozen",
        "All layers with weights have trainable=False, so training changes nothing.",
        "A pretrained base that is frozen, and no new layer on top.",
        "Fix: let the last layer with weights be trained.",
    ),
    warning(
        "T-DEPTH",
        "Very deep without skips or normalisation",
        "Through many layers in a row gradients fade or explode. Skip connections and "
        "normalisation are what made deep networks trainable (He et al. 2015; Ioffe "
        "and Szegedy 2015).",
        "30 Dense layers in a chain.",
        "Fix: BatchNormalization after every second layer.",
    ),
    warning(
        "T-SIGMOIDS",
        "Sigmoids that starve gradients",
        "A sigmoid's slope is at most a quarter, so each one in a row takes three "
        "quarters of the gradient or more (Glorot and Bengio 2010).",
        "Four hidden Dense layers with sigmoid.",
        "Fix: relu in the hidden layers.",
    ),
    warning(
        "T-MASK",
        "A mask is lost on its way",
        "An Embedding with mask_zero and a Masking mark the steps that only fill up a "
        "sequence. Recurrent layers, attention and GlobalAveragePooling1D leave these "
        "out. Most other layers know no masks: behind them padding counts like data, "
        "and Keras says so in its log at most.",
        "Embedding with mask_zero, then Flatten or Conv1D.",
        "Fixes: GlobalAveragePooling1D in place of Flatten; or no mask, where padding "
        "may count.",
    ),
    warning(
        "T-EXPLOSION",
        "Parameters explode after Flatten",
        "Flatten makes a feature of every pixel and channel, and Dense a weight of "
        "each of them for every unit: most of the model sits in one layer.",
        "Flatten of 56×56×64, then Dense of 512: 103 million weights.",
        "Fixes: global average pooling in place of Flatten, or pooling before it.",
    ),
    warning(
        "T-MEMORY",
        "Training does not fit the device",
        "Weights, gradients, the optimizer's state and the activations of a batch must "
        "fit the device's memory together.",
        "Batch size 512 of 224×224 images on a GPU of 8 GB.",
        "Fix: the largest batch size that is expected to fit.",
    ),
    warning(
        "S-OUTPUT-NAME",
        "Outputs without names of their own",
        "Losses, metrics and the history are told apart by the outputs' names; an "
        "automatic name changes when layers are added. Told once all is wired.",
        "Two outputs called dense_3 and dense_4.",
        "Fix: call it output_1, output_2...",
    ),
)
