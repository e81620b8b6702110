package io.discern.backend.onnx;

import ai.onnxruntime.TensorInfo;
import io.discern.EncoderException;
import io.discern.text.Pooling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which output of a graph is the embedding: the one that was named; else the one with the tower's usual name; else, where the
 * pooling was stated, {@code last_hidden_state}; else the only one of shape {@code [batch,dim]} and a float type; else
 * {@code pooler_output}; else an error that lists them. Nothing is guessed from the order of outputs, and what is called logits is
 * taken only if it was named: it is the scores of a classifier.
 *
 * @param name the output
 * @param option the option that would choose another, for messages
 * @param pooling how an output {@code [batch,tokens,dim]} becomes the embedding; empty if nothing says so
 */
record OutputChoice(String name, String option, Optional<Pooling> pooling) {
    private static final String TOKENS = "last_hidden_state";

    /**
     * Chooses.
     *
     * @param asked the name from the options or from {@code discern.json}
     * @param usual the tower's usual output name
     * @param option the option that names an output, for the message
     * @param pooling how an output of one vector a token is pooled, if something says so
     * @throws EncoderException if the choice is not clear or its declared shape does not fit
     */
    static OutputChoice choose(
            OnnxSession session, Optional<String> asked, String usual, String option, Optional<Pooling> pooling) {
        Map<String, TensorInfo> outputs = session.outputs();
        if (asked.isPresent() && !outputs.containsKey(asked.get())) {
            throw new EncoderException(session.file() + ": has no output \"" + asked.get() + "\". Outputs: "
                    + ShapeWords.texts(outputs) + ". Set option " + option + "=NAME to one of them.");
        }
        String chosen = asked.or(() -> fitting(session, usual))
                .or(() -> Optional.of(TOKENS).filter(name -> pooling.isPresent() && outputs.containsKey(name)))
                .or(() -> only(session))
                .or(() -> fitting(session, "pooler_output"))
                .or(() -> Optional.of(outputs.keySet().iterator().next())
                        .filter(name -> outputs.size() == 1 && !isLogits(name)))
                .orElseThrow(() -> new EncoderException(session.file()
                        + ": which output is the embedding is not clear; "
                        + "expected exactly one of shape [batch,dim], or \"" + usual
                        + "\" or \"pooler_output\". Outputs: "
                        + ShapeWords.texts(outputs) + ". Set option " + option + "=NAME." + classifier(outputs)));
        OutputChoice choice = new OutputChoice(chosen, option, pooling);
        TensorInfo info = outputs.get(chosen);
        if (info.getShape().length > 0) {
            choice.requireRows(session, info, ShapeWords.text(info));
        }
        return choice;
    }

    private static boolean isLogits(String name) {
        return name.toLowerCase(Locale.ROOT).contains("logits");
    }

    private static String classifier(Map<String, TensorInfo> outputs) {
        return outputs.keySet().stream().noneMatch(OutputChoice::isLogits)
                ? ""
                : " Logits are the scores of a classifier, not an embedding: export the model without its head; or, where its "
                        + "published weights lie in the folder, set option source=weights, which opens the body without the head.";
    }

    /** The declared length of a row, or -1 where only a run can tell. */
    long declaredDimension(OnnxSession session) {
        long[] shape = session.outputs().get(name).getShape();
        return (shape.length == 2 || shape.length == 3) && shape[shape.length - 1] > 0 ? width(shape) : -1;
    }

    /** The length of the embedding that an output of that shape gives. */
    int width(long[] shape) {
        int last = Math.toIntExact(shape[shape.length - 1]);
        return shape.length == 3 ? pooling.orElseThrow().width(last) : last;
    }

    /**
     * Refuses an output that is neither {@code [batch,dim]} of a float type nor, with a pooling, {@code [batch,tokens,dim]}.
     *
     * @param shape what the message says the shape is
     */
    void requireRows(OnnxSession session, TensorInfo info, String shape) {
        int rank = info.getShape().length;
        if (rank != 2 && !(rank == 3 && pooling.isPresent())) {
            throw new EncoderException(session.file() + ": output \"" + name + "\" has shape " + shape
                    + "; expected [batch,dim]. Outputs: ["
                    + String.join(", ", session.outputs().keySet()) + "]. "
                    + remedy(session));
        }
        if (!ShapeWords.isFloat(info)) {
            throw new EncoderException(session.file() + ": output \"" + name + "\" holds " + ShapeWords.type(info)
                    + "; expected float, float16 or bfloat16. Outputs: " + ShapeWords.texts(session.outputs()) + ". "
                    + remedy(session));
        }
    }

    private String remedy(OnnxSession session) {
        List<String> others =
                candidates(session).filter(other -> !other.equals(name)).toList();
        return others.isEmpty()
                ? "No output has that shape: export the model with its pooled embedding, or, if you know how it is pooled, set "
                        + "option " + option.replace("output", "pooling") + "=" + Pooling.NAMES + "."
                : "Set option " + option + "=" + String.join(" or " + option + "=", others) + ".";
    }

    /** The pooling that its shape needs; empty for one vector an input. */
    Optional<Pooling> poolingOf(OnnxSession session) {
        return session.outputs().get(name).getShape().length == 3 ? pooling : Optional.empty();
    }

    private static Optional<String> only(OnnxSession session) {
        List<String> names = candidates(session).toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    private static Optional<String> fitting(OnnxSession session, String name) {
        return candidates(session).filter(name::equals).findFirst();
    }

    private static Stream<String> candidates(OnnxSession session) {
        return session.outputs().entrySet().stream()
                .filter(output -> output.getValue().getShape().length == 2 && ShapeWords.isFloat(output.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !isLogits(name));
    }
}
