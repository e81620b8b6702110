package io.discern.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.discern.EncoderException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which result of a module is the embedding: the one that was named; else the one under the tower's usual key; else the only one
 * of shape {@code [batch,dim]} and a float type; else {@code pooler_output}; else an error that lists them. Nothing is guessed
 * from the order of results.
 *
 * @param index its place among the results
 * @param name its key in a dictionary, or its number in a tuple
 * @param option the option that would choose another, for messages
 */
record DjlOutput(int index, String name, String option) {

    /**
     * Chooses.
     *
     * @param file what messages call the module
     * @param asked the name from the options or from {@code discern.json}
     * @param usual the tower's usual key
     * @param option the option that names a result, for the message
     * @throws EncoderException if the choice is not clear, or not {@code [batch,dim]} of a float type
     */
    static DjlOutput choose(String file, NDList results, Optional<String> asked, String usual, String option) {
        List<String> names = names(results);
        if (asked.isPresent() && results.size() > 1 && !names.contains(asked.get())) {
            throw new EncoderException(file + ": has no output \"" + asked.get() + "\". Outputs: " + texts(results)
                    + ". Set option " + option + "=NAME to one of them.");
        }
        List<String> candidates = names.stream()
                .filter(name -> isEmbedding(results.get(names.indexOf(name))))
                .toList();
        String chosen = results.size() == 1
                ? names.get(0)
                : asked.or(() -> Optional.of(usual).filter(candidates::contains))
                        .or(() -> candidates.stream().findFirst().filter(name -> candidates.size() == 1))
                        .or(() -> Optional.of("pooler_output").filter(candidates::contains))
                        .orElseThrow(() ->
                                new EncoderException(file + ": which output is the embedding is not clear; expected "
                                        + "exactly one of shape [batch,dim], or \"" + usual
                                        + "\" or \"pooler_output\". Outputs: "
                                        + texts(results) + ". Set option " + option + "=NAME."));
        DjlOutput output = new DjlOutput(names.indexOf(chosen), chosen, option);
        output.rows(file, results);
        return output;
    }

    /**
     * The result itself.
     *
     * @throws EncoderException if it is not {@code [batch,dim]} of a float type
     */
    NDArray rows(String file, NDList results) {
        if (index >= results.size()) {
            throw new EncoderException(
                    file + ": gave " + results.size() + " outputs; expected " + this + " among them");
        }
        NDArray result = results.get(index);
        if (!isEmbedding(result)) {
            List<String> names = names(results);
            List<String> others = names.stream()
                    .filter(name -> isEmbedding(results.get(names.indexOf(name))))
                    .toList();
            throw new EncoderException(
                    file + ": " + this + " is " + text(result) + "; expected float [batch,dim]. Outputs: "
                            + texts(results) + ". "
                            + (others.isEmpty()
                                    ? "No output has that shape: export the model with its pooled embedding."
                                    : "Set option " + option + "=" + String.join(" or " + option + "=", others) + "."));
        }
        return result;
    }

    private static boolean isEmbedding(NDArray result) {
        return result.getShape().dimension() == 2 && result.getDataType().isFloating();
    }

    private static List<String> names(NDList results) {
        return IntStream.range(0, results.size())
                .mapToObj(i -> results.get(i).getName() == null
                        ? Integer.toString(i)
                        : results.get(i).getName())
                .toList();
    }

    private static List<String> texts(NDList results) {
        List<String> names = names(results);
        return IntStream.range(0, results.size())
                .mapToObj(i -> names.get(i) + " " + text(results.get(i)))
                .toList();
    }

    private static String text(NDArray result) {
        return result.getDataType().name().toLowerCase(Locale.ROOT) + shape(result);
    }

    /** A shape in the words of messages, such as {@code [8,50,768]}. */
    static String shape(NDArray result) {
        return Arrays.stream(result.getShape().getShape())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public String toString() {
        return "output \"" + name + "\"";
    }
}
