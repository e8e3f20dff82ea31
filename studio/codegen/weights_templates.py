"""Functions that load trained weights, as they stand in a script."""

from __future__ import annotations

KNOWN_WEIGHTS = '''\
def load_known_weights(model: keras.Model) -> str:
    """Load the weights of layers that the file holds; returns what became of all."""
    kept, new = [], []
    with tempfile.TemporaryDirectory() as folder, h5py.File(WEIGHTS) as file:
        stored = dict(stored_layers(file))
        path = f"{folder}/model.weights.h5"
        model.save_weights(path)
        with h5py.File(path, "r+") as own:
            for name, arrays in stored_layers(own):
                found = stored.get(NAMES_IN_FILE.get(name, name), {})
                if shapes_of(arrays) != shapes_of(found):
                    new.append(name)
                elif arrays:
                    kept.append(name)
                    for place, array in arrays.items():
                        array[...] = found[place][...]
        model.load_weights(path)
    names = f" ({', '.join(new)})" if new else ""
    return f"Layers with trained weights: {len(kept)}, with new ones: {len(new)}{names}"
'''

STORED_LAYERS = '''\
def stored_layers(
    group: h5py.Group, model: str = ""
) -> Iterator[tuple[str, dict[str, h5py.Dataset]]]:
    """Yield names and arrays of layers in a file, those in nested models too."""
    for layer in (*group.values(), *group.get("layers", {}).values()):
        if "vars" not in layer:
            continue
        name = model + layer["vars"].attrs.get("name", "?")
        if "layers" in layer:
            yield from stored_layers(layer, f"{name}/")
            continue
        places: list[str] = []
        layer.visit(places.append)
        arrays = {place: layer[place] for place in places if "seed_" not in place}
        yield name, {k: v for k, v in arrays.items() if isinstance(v, h5py.Dataset)}
'''

SHAPES_OF = '''\
def shapes_of(arrays: dict[str, h5py.Dataset]) -> dict[str, tuple[int, ...]]:
    """Shape of each array."""
    return {place: array.shape for place, array in arrays.items()}
'''
