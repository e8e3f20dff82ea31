"""The whole script: data, model, training, test."""

from __future__ import annotations

from pathlib import Path

from studio.catalog.spec import Catalog
from studio.codegen.compile_code import compile_lines
from studio.codegen.data_code import data_code
from studio.codegen.data_parts import DataCode, filled
from studio.codegen.expressions import STEP, Atom, sequence, statement
from studio.codegen.imports import (
    KERAS,
    SEQUENCE,
    TENSORFLOW,
    Imports,
    import_lines,
    joined,
    packages,
)
from studio.codegen.model_code import headline, model_code, spaced
from studio.codegen.objects import Objects
from studio.codegen.source import Source, plain, to_source
from studio.codegen.training_templates import (
    BATCH,
    BUILD,
    FIT,
    FIT_MODEL,
    IN_STRATEGY,
    MAIN_END,
    MAIN_START,
    RUN,
    SET_SEED,
    SHUFFLED,
    STRATEGY,
    TEST,
    TRAIN,
    VALIDATION,
)
from studio.codegen.weights_code import WeightsCode, weights_code
from studio.errors import StudioError
from studio.graph.data_kinds import data_kind
from studio.graph.document import Document
from studio.graph.feeds import Feeds, check_names, feeds_of
from studio.graph.setup import DataSource, FitSettings, Setup


def generate_training(
    document: Document, catalog: Catalog, base: Path | None = None, title: str = ""
) -> Source:
    """Make the script that loads the data, trains the model and saves it.

    A data file's path is made absolute from the folder `base`; without one it
    stays as the user gave it.

    Raises:
        StudioError: the graph or the setup is unfinished; names the node.
    """
    setup = document.setup
    feeds = feeds_of(document)
    for problem in check_names(document, feeds) if feeds else ():
        raise StudioError(problem.text)
    data = data_code(setup.data, base, feeds)
    model = model_code(document, catalog)
    objects = Objects(catalog)
    train = _train(setup, data, objects, feeds)
    needed = frozenset({SEQUENCE, TENSORFLOW})
    weights = weights_code(document, base)
    used = (model.imports, needed, data.imports, objects.imports, weights.imports)
    imports = joined(*used)
    blocks = [
        plain(_head(setup, data, imports, title, weights)),
        *model.custom,
        plain(SET_SEED),
        *(plain(function) for function in _strategy(setup)),
        *model.functions,
        *(plain(function) for function in (*data.functions, *weights.functions)),
        plain(train),
        plain(_main(setup, data, weights)),
    ]
    return to_source([*spaced(blocks), *plain(RUN)])


def generate_data(
    source: DataSource,
    seed: int,
    base: Path | None = None,
    feeds: Feeds | None = None,
) -> str:
    """Make a module with nothing but `load_data` and what it needs.

    Batches, where data comes in them, are of one sample.

    Raises:
        StudioError: the source is unfinished.
    """
    data = data_code(source, base, feeds)
    keras = {KERAS["tensorflow"]} if data.keras else set()
    head = [
        '"""Data loaded as a script made with Layer Studio loads it."""',
        "",
        *import_lines(data.imports | keras),
        "",
        f"SEED = {seed!r}",
        *(["BATCH_SIZE = 1"] if data.streams else []),
        *data.constants,
        "",
        data.split_types,
        "",
    ]
    return "\n\n".join(["\n".join(head), *data.functions])


def _head(
    setup: Setup, data: DataCode, imports: Imports, title: str, weights: WeightsCode
) -> str:
    lines = [
        f'"""{headline(title)}',
        "",
        f"Needs {_listed(imports)}. Run it to train the model,",
        "test it and save it as model.keras.",
        '"""',
        "",
        *import_lines(imports),
        "",
        f"SEED = {setup.fit.seed!r}",
        f"EPOCHS = {setup.fit.epochs!r}",
        f"BATCH_SIZE = {setup.fit.batch_size!r}",
        *data.constants,
        *weights.constants,
        "",
        data.split_types,
    ]
    return "\n".join(lines)


def _listed(imports: Imports) -> str:
    *most, last = packages(imports)
    return f"the packages {', '.join(most)} and {last}" if most else f"only {last}"


def _spreads(fit: FitSettings) -> bool:
    return fit.device == "all"


def _strategy(setup: Setup) -> list[str]:
    return [STRATEGY] if _spreads(setup.fit) else []


def _train(setup: Setup, data: DataCode, objects: Objects, feeds: Feeds | None) -> str:
    validation = VALIDATION if setup.data.validation_split > 0 else ""
    outputs = feeds.outputs if feeds else ()
    body = "\n".join(compile_lines(setup.compile, objects, outputs))
    fit = filled(
        FIT,
        data=_given("train_data", data),
        validation=validation,
        batch=SHUFFLED if data.streams else BATCH,
        callbacks=_callbacks(setup.fit, objects),
    )
    return TRAIN + body + fit


def _given(split: str, data: DataCode) -> str:
    """A split as arguments of Keras: one stream, or samples and labels."""
    return split if data.streams else f"*{split}"


def _callbacks(fit: FitSettings, objects: Objects) -> str:
    """Argument of `fit`: the project's own before those `train` is called with."""
    own = [objects.expression(value, "A callback") for value in fit.callbacks]
    given = sequence([*own, Atom("*callbacks")]) if own else Atom("list(callbacks)")
    return "\n".join(statement(given, "callbacks=", ",", indent=STEP * 2))


def _main(setup: Setup, data: DataCode, weights: WeightsCode) -> str:
    kind = data_kind(setup.data.kind)
    tested = setup.data.test_split > 0 or (kind is not None and kind.has_test_split)
    start = MAIN_START.replace("{test}", "test_data" if tested else "_")
    spread = _spreads(setup.fit)
    indent = STEP * 2 if spread else STEP
    build = "".join(
        f"{indent}{line}\n" for line in (BUILD, *weights.loading, FIT_MODEL)
    )
    before = IN_STRATEGY if spread else ""
    test = filled(TEST, data=_given("test_data", data)) if tested else ""
    return start + before + build + test + MAIN_END
