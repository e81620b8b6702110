package io.discern.internal.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions that a PyTorch file of weights may name, and what they are here: descriptions, nothing that runs. */
final class TorchPickle implements Pickle.Calls {
    private static final String DICTIONARY = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final Set<String> FUNCTIONS = Set.of(DICTIONARY, TENSOR, PARAMETER);
    private static final int TENSOR_ARGUMENTS = 4;

    /** One raw array of the zip: type, and the entry's name under {@code data/}. */
    record Storage(ElementType type, String key) {}

    /** A view of a storage. */
    record View(Storage storage, long offset, List<Integer> shape, List<Long> strides) {}

    @Override
    public void name(String function) throws IOException {
        if (!FUNCTIONS.contains(function) && storageType(function).isEmpty()) {
            throw new IOException("its pickle names " + function + "; expected only tensors, dictionaries and numbers ("
                    + DICTIONARY + ", " + TENSOR + ", " + PARAMETER
                    + ", torch.FloatStorage and the like). Nothing of it was run. Save only the state_dict, or better "
                    + "as .safetensors");
        }
    }

    @Override
    public Object call(String function, List<?> arguments) throws IOException {
        return switch (function) {
            case DICTIONARY -> dictionary(arguments);
            case TENSOR -> view(arguments);
            case PARAMETER -> arguments.get(0);
            default -> throw new IOException("its pickle calls " + function + "; expected a tensor or a dictionary");
        };
    }

    @Override
    public Object persistent(Object id) throws IOException {
        List<?> parts = (List<?>) id;
        if (!"storage".equals(parts.get(0)) || !(parts.get(1) instanceof Pickle.Global type)) {
            throw new IOException(
                    "its pickle refers to something outside of it that is no storage; expected only tensors");
        }
        return new Storage(
                storageType(type.name())
                        .orElseThrow(() -> new IOException("its pickle calls " + type.name() + " a storage")),
                (String) parts.get(2));
    }

    private static Optional<ElementType> storageType(String function) {
        return function.startsWith("torch.")
                ? ElementType.ofTorchStorage(function.substring("torch.".length()))
                : Optional.empty();
    }

    private static Map<Object, Object> dictionary(List<?> arguments) throws IOException {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object pairs : arguments) {
            for (Object pair : (List<?>) pairs) {
                map.put(Pickle.key(((List<?>) pair).get(0)), ((List<?>) pair).get(1));
            }
        }
        return map;
    }

    private static View view(List<?> arguments) throws IOException {
        if (arguments.size() < TENSOR_ARGUMENTS) {
            throw new IOException("its pickle has a tensor of " + arguments.size() + " arguments; expected "
                    + TENSOR_ARGUMENTS + " at least");
        }
        Storage storage = (Storage) arguments.get(0);
        List<Integer> shape = new ArrayList<>();
        List<Long> strides = new ArrayList<>();
        for (Object size : (List<?>) arguments.get(2)) {
            long length = (Long) size;
            if (length < 0 || length > Integer.MAX_VALUE) {
                throw new IOException(
                        "its pickle has a tensor of a side of " + length + "; expected 0 to " + Integer.MAX_VALUE);
            }
            shape.add((int) length);
        }
        for (Object stride : (List<?>) arguments.get(3)) {
            strides.add((Long) stride);
        }
        if (strides.size() != shape.size()) {
            throw new IOException("its pickle has a tensor of shape " + shape + " with strides " + strides);
        }
        return new View(storage, (Long) arguments.get(1), shape, strides);
    }
}
