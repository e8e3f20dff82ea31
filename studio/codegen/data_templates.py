"""Functions that load data, as they stand in a script."""

from __future__ import annotations

SPLIT_TYPES = """
Split = tuple[{x}, {y}]
Splits = tuple[Split, Split, Split]
""".strip()

STREAM_TYPES = """
Split = tf.data.Dataset
Splits = tuple[Split, Split, Split]
""".strip()

DIGITS = '''\
def load_data() -> Splits:
    """Load scans of digits, 8×8 pixels from 0 to 1, and the digits they show."""
    digits = load_digits()
    x = digits.images[..., np.newaxis].astype("float32") / 16.0
    y = digits.target.astype("int64")
    return split(x, y)
'''

IRIS = '''\
def load_data() -> Splits:
    """Load four measures of iris flowers, and the number of the species."""
    x, y = load_iris(return_X_y=True)
    return standardise(split(x.astype("float32"), y.astype("int64")))
'''

DIABETES = '''\
def load_data() -> Splits:
    """Load ten measures of patients, and how far diabetes went in a year."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    return standardise(split(x.astype("float32"), y.astype("float32")))
'''

GATE = '''\
def load_data() -> Splits:
    """Make 200 noisy corners of a square, and whether both sides are 1."""
    rng = np.random.default_rng(SEED)
    corners = rng.integers(0, 2, size=(200, 2))
    noise = rng.normal(scale=0.1, size=corners.shape)
    x = (corners + noise).astype("float32")
    y = corners.all(axis=1).astype("int64")
    return split(x, y)
'''

MNIST = '''\
def load_data() -> Splits:
    """Load scans of digits, 28×28 pixels from 0 to 1, and the digits they show."""
    (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
    x = x[..., np.newaxis].astype("float32") / 255.0
    x_test = x_test[..., np.newaxis].astype("float32") / 255.0
    y, y_test = y.astype("int64"), y_test.astype("int64")
    order = np.random.default_rng(SEED).permutation(len(x))
    validation, train = np.split(order, [round(VALIDATION_SPLIT * len(x))])
    return (x[train], y[train]), (x[validation], y[validation]), (x_test, y_test)
'''

NO_DATA = '''\
def load_data() -> Splits:
    """Return training, validation and test data: samples x and labels y of each."""
    raise NotImplementedError("No data is chosen. Load yours in load_data().")
'''

NPZ = '''\
def load_data() -> Splits:
    """Load the arrays with the samples and with their labels."""
    with np.load(DATA_PATH) as file:
        for name in (SAMPLES, LABELS):
            if name not in file:
                names = ", ".join(file)
                raise ValueError(f"{DATA_PATH} has no array {name!r}. It has: {names}.")
        x, y = file[SAMPLES], file[LABELS]
    if x.ndim == 0 or y.ndim == 0 or len(x) != len(y):
        raise ValueError(f"{DATA_PATH}: {x.shape} samples, but {y.shape} labels.")
    kind = "int64" if y.dtype.kind in "biu" else "float32"
    return split(x.astype("float32"), y.astype(kind))
'''

TABLE_CLASSES = '''\
def load_data() -> Splits:
    """Load the table and the number of each row's class."""
    x, labels = read_table()
    numbers = {name: number for number, name in enumerate(class_names(labels))}
    y = np.array([numbers[label] for label in labels], dtype="int64")
    return standardise(split(x, y))
'''

CLASS_NAMES = '''\
def class_names(labels: list[str]) -> list[str]:
    """List the classes: numbers by size, then words by the alphabet."""

    def place(name: str) -> tuple[float, str]:
        try:
            number = float(name)
        except ValueError:
            number = math.inf
        return (number if math.isfinite(number) else math.inf), name

    return sorted(set(labels), key=place)
'''

TABLE_VALUES = '''\
def load_data() -> Splits:
    """Load the table and the values to predict."""
    x, values = read_table()
    try:
        y = np.array(values, dtype="float32")
    except ValueError as error:
        raise ValueError(f"{DATA_PATH}, {told}: {error}.") from None
    if not np.isfinite(y).all():
        raise ValueError(f"{DATA_PATH}, {told}: not all are finite numbers.")
    return standardise(split(x, y))
'''

TABLE_READER = '''\
def read_table() -> tuple[np.ndarray, {type}]:
    """Read the number columns, and the text in the target {column}."""
    features: list[list[float]] = []
    targets: {type} = []
    with open(DATA_PATH, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=DELIMITER)
        header = next(rows, [])
{check}
        for row in filter(None, rows):
            place = f"{DATA_PATH}, line {rows.line_num}"
            if len(row) != len(header):
                raise ValueError(f"{place}: {len(row)} cells, not {len(header)}.")
{take}
            try:
                numbers = [float(cell) for cell in row]
            except ValueError as error:
                raise ValueError(f"{place}: {error}.") from None
            if not all(map(math.isfinite, numbers)):
                raise ValueError(f"{place}: a cell is not a finite number.")
            features.append(numbers)
    return np.array(features, dtype="float32"), targets
'''
ONE_TARGET = {
    "type": "list[str]",
    "column": "column",
    "check": """\
        if TARGET not in header:
            raise ValueError(f"{DATA_PATH} has no column {TARGET!r}, only {header}.")\
""",
    "take": "            targets.append(row.pop(header.index(TARGET)).strip())",
    "told": "column {TARGET!r}",
}
SEVERAL_TARGETS = {
    "type": "list[list[str]]",
    "column": "columns",
    "check": """\
        for name in TARGETS:
            if name not in header:
                raise ValueError(f"{DATA_PATH} has no column {name!r}, only {header}.")
        chosen = [header.index(name) for name in TARGETS]\
""",
    "take": """\
            targets.append([row[column].strip() for column in chosen])
            row = [cell for column, cell in enumerate(row) if column not in chosen]\
""",
    "told": "columns {TARGETS}",
}

STANDARDISE = '''\
def standardise(splits: Splits) -> Splits:
    """Give features mean 0 and deviation 1, as measured on the training data."""
    (x, _), _, _ = splits
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    deviation[deviation == 0.0] = 1.0
    train, validation, test = (((x - mean) / deviation, y) for x, y in splits)
    return train, validation, test
'''

NAMED = '''\
def load_data() -> Splits:
    """Load the arrays of all inputs and outputs."""
    arrays = read_arrays()
    x = {x}
    y = {y}
    return split(x, y)


def labels(array: np.ndarray) -> np.ndarray:
    """Give class numbers the type of whole numbers, and values that of floats."""
    return array.astype("int64" if array.dtype.kind in "biu" else "float32")
'''

NAMED_NPZ = '''\
def read_arrays() -> dict[str, np.ndarray]:
    """Read the arrays that the model takes."""
    with np.load(DATA_PATH) as file:
        for name in ARRAYS:
            if name not in file:
                names = ", ".join(file)
                raise ValueError(f"{DATA_PATH} has no array {name!r}. It has: {names}.")
        arrays = {name: file[name] for name in ARRAYS}
    if len({array.shape[:1] for array in arrays.values()}) > 1:
        shapes = ", ".join(f"{name} {a.shape}" for name, a in arrays.items())
        raise ValueError(f"{DATA_PATH}: the arrays differ in length: {shapes}.")
    return arrays
'''

DIGIT_TASKS = '''\
def read_arrays() -> dict[str, np.ndarray]:
    """Load scans of digits, the ink of rows and columns, digits, and which are odd."""
    digits = load_digits()
    image = digits.images[..., np.newaxis].astype("float32") / 16.0
    ink = np.concatenate([image.mean(axis=(2, 3)), image.mean(axis=(1, 3))], axis=1)
    digit, odd = digits.target, digits.target % 2
    return {"image": image, "ink": ink, "digit": digit, "odd": odd}
'''

NAMED_SPLIT = '''\
def split(x: {x_type}, y: {y_type}) -> Splits:
    """Shuffle the samples and split them into train, validation and test."""
    count = len({first})
    order = np.random.default_rng(SEED).permutation(count)
    tests, validations = round(TEST_SPLIT * count), round(VALIDATION_SPLIT * count)
    if tests + validations >= count:
        raise ValueError(f"{count} samples are too few: none is left to train on.")

    def part(rows: np.ndarray) -> Split:
        return (
            {x},
            {y},
        )

    test, validation, train = np.split(order, [tests, tests + validations])
    return part(train), part(validation), part(test)
'''

SPLIT = '''\
def split(x: np.ndarray, y: np.ndarray) -> Splits:
    """Shuffle the samples and split them into train, validation and test."""
    order = np.random.default_rng(SEED).permutation(len(x))
    tests, validations = round(TEST_SPLIT * len(x)), round(VALIDATION_SPLIT * len(x))
    if tests + validations >= len(x):
        raise ValueError(f"{len(x)} samples are too few: none is left to train on.")
    test, validation, train = np.split(order, [tests, tests + validations])
    return (x[train], y[train]), (x[validation], y[validation]), (x[test], y[test])
'''
