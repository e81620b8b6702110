package io.discern.internal.checkpoint;

import io.discern.EncoderException;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Weight;
import io.discern.internal.weights.StoredTensor;
import io.discern.internal.weights.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The weights of a checkpoint under a prefix, and which of all of them somebody took. Used by one thread. */
final class Tensors {
    private static final int SHOWN = 8;

    private final Weights weights;
    private final String prefix;
    private final Set<String> taken;

    Tensors(Weights weights) {
        this(weights, "", new HashSet<>());
    }

    private Tensors(Weights weights, String prefix, Set<String> taken) {
        this.weights = weights;
        this.prefix = prefix;
        this.taken = taken;
    }

    /** Those whose names begin so. */
    Tensors under(String start) {
        return new Tensors(weights, prefix + start, taken);
    }

    /** Those under the first of some prefixes that has the named tensor; under none of them where no one has. */
    Tensors where(String name, String... prefixes) {
        for (String start : prefixes) {
            if (under(start).has(name)) {
                return under(start);
            }
        }
        return this;
    }

    boolean has(String name) {
        return weights.tensors().containsKey(prefix + name);
    }

    /** The length along a dimension of a tensor that must be there. */
    int size(String name, int dimension) {
        List<Integer> shape = stored(name).shape();
        if (dimension >= shape.size()) {
            throw new EncoderException(
                    weights + ": " + stored(name) + "; expected more than " + dimension + " dimensions");
        }
        return shape.get(dimension);
    }

    /** How many numbered groups there are: {@code start0...}, {@code start1...}. */
    int count(String start) {
        int count = 0;
        for (String name : weights.tensors().keySet()) {
            if (name.startsWith(prefix + start)) {
                String rest = name.substring(prefix.length() + start.length());
                int dot = rest.indexOf('.');
                if (dot > 0 && rest.substring(0, dot).chars().allMatch(Character::isDigit)) {
                    count = Math.max(count, Integer.parseInt(rest.substring(0, dot)) + 1);
                }
            }
        }
        return count;
    }

    /**
     * Takes a weight; leading dimensions of 1 do not matter, as in a class token of {@code [1, 1, dim]}.
     *
     * @throws EncoderException if it is missing, of another shape, or of a type that no weight has
     */
    Weight take(String name, int... shape) {
        StoredTensor tensor = stored(name);
        List<Integer> wanted = new ArrayList<>();
        for (int size : shape) {
            wanted.add(size);
        }
        if (!trimmed(tensor.shape()).equals(trimmed(wanted))) {
            throw new EncoderException(
                    weights + ": " + tensor + "; expected the shape " + wanted + ", which the configuration asks for");
        }
        if (!tensor.type().isWeight()) {
            throw new EncoderException(weights + ": " + tensor + "; expected F32, F16 or BF16");
        }
        taken.add(tensor.name());
        return new Weight(tensor.name(), 0, wanted);
    }

    Optional<Weight> find(String name, int... shape) {
        return has(name) ? Optional.of(take(name, shape)) : Optional.empty();
    }

    private StoredTensor stored(String name) {
        StoredTensor tensor = weights.tensors().get(prefix + name);
        if (tensor == null) {
            throw new EncoderException(weights + ": has no tensor \"" + prefix + name
                    + "\", which the configuration asks for. It has "
                    + weights.tensors().size() + ", among them "
                    + weights.tensors().keySet().stream().sorted().limit(SHOWN).toList());
        }
        return tensor;
    }

    private static List<Integer> trimmed(List<Integer> shape) {
        int start = 0;
        while (start < shape.size() - 1 && shape.get(start) == 1) {
            start++;
        }
        return shape.subList(start, shape.size());
    }

    /** {@code NAME.weight} of {@code [out, in]}, and {@code NAME.bias} where there is to be one. */
    Linear linear(String name, int in, int out, boolean bias) {
        return new Linear(
                take(name + ".weight", out, in),
                bias ? Optional.of(take(name + ".bias", out)) : Optional.empty(),
                false);
    }

    /** {@link #linear}, with a bias if the file has one. */
    Linear linear(String name, int in, int out) {
        return linear(name, in, out, has(name + ".bias"));
    }

    /** {@code NAME.weight} and {@code NAME.bias} of a layer norm. */
    Norm norm(String name, int dim, double epsilon) {
        return new Norm(take(name + ".weight", dim), Optional.of(take(name + ".bias", dim)), epsilon, false);
    }

    /** The one number of a tensor, or empty if there is none of that name. */
    OptionalDouble number(String name) {
        if (!has(name)) {
            return OptionalDouble.empty();
        }
        StoredTensor tensor = stored(name);
        if (tensor.elements() != 1 || !tensor.type().isWeight()) {
            throw new EncoderException(weights + ": " + tensor + "; expected one number");
        }
        taken.add(tensor.name());
        try {
            return OptionalDouble.of(tensor.read()[0]);
        } catch (IOException e) {
            throw new EncoderException(weights + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Tensors that take no part in an embedding, by their names after the prefix. */
    void ignore(Predicate<String> names) {
        weights.tensors().keySet().stream()
                .filter(name -> name.startsWith(prefix) && names.test(name.substring(prefix.length())))
                .forEach(taken::add);
    }

    /**
     * Fails if a tensor was neither taken nor ignored.
     *
     * @throws EncoderException naming them
     */
    void requireNoneLeft() {
        Set<String> left = new TreeSet<>(weights.tensors().keySet());
        left.removeAll(taken);
        if (!left.isEmpty()) {
            throw new EncoderException(
                    weights + ": " + left.size() + " tensors that the configuration does not ask for: "
                            + left.stream().limit(SHOWN).toList()
                            + ". Configuration and weights are not of the same model, or it has a part that is not known here.");
        }
    }

    @Override
    public String toString() {
        return weights.toString();
    }
}
