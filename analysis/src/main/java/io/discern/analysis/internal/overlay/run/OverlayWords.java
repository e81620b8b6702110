package io.discern.analysis.internal.overlay.run;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Class names and drawn strings as the encoder's text tower places them: unit vectors, or why there are none. */
public final class OverlayWords {
    /** Texts whose cosine is above it embed alike. */
    private static final double ALIKE = 0.999;

    private final Map<String, double[]> vectors = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Optional<String> none;

    private OverlayWords(Optional<String> none) {
        this.none = none;
    }

    /** No words at all. */
    public static OverlayWords none(String reason) {
        return new OverlayWords(Optional.of(reason));
    }

    /** The given texts, each by itself, so that one that is refused spoils no other. */
    public static OverlayWords of(VisionLanguageEncoder encoder, Collection<String> texts) {
        if (!encoder.info().capabilities().contains(Capability.TEXT)) {
            return none("the encoder has no text tower");
        }
        OverlayWords words = new OverlayWords(Optional.empty());
        for (String text : texts) {
            try {
                words.put(text, encoder.encodeTexts(List.of(text)));
            } catch (EncoderException | IllegalArgumentException failed) {
                words.refused.put(text, "text '" + text + "': " + failed.getMessage());
            }
        }
        return words;
    }

    private void put(String text, Embeddings row) {
        double[] vector = new double[row.dim()];
        for (int j = 0; j < vector.length; j++) {
            vector[j] = row.values()[j];
        }
        double norm = Math.sqrt(UnitVectors.dot(vector, vector));
        if (norm == 0) {
            refused.put(text, "text '" + text + "' has a zero embedding");
            return;
        }
        for (int j = 0; j < vector.length; j++) {
            vector[j] /= norm;
        }
        vectors.put(text, vector);
    }

    /** Why these texts have no vectors, or none that tells them apart; empty if they have. */
    public Optional<String> reasonAgainst(Collection<String> texts) {
        return none.or(() -> texts.stream()
                        .filter(refused::containsKey)
                        .map(refused::get)
                        .findFirst())
                .or(() -> alike(List.copyOf(texts)));
    }

    private Optional<String> alike(List<String> texts) {
        for (int a = 0; a < texts.size(); a++) {
            for (int b = 0; b < a; b++) {
                if (Arrays.equals(of(texts.get(a)), of(texts.get(b)))) {
                    return Optional.of("the texts '" + texts.get(b) + "' and '" + texts.get(a)
                            + "' have the same embedding; expected a text tower that tells them apart");
                }
            }
        }
        return Optional.empty();
    }

    /** What a reader should know of these names of classes: which are no words, and which the text tower hardly tells apart. */
    public List<String> caveats(List<String> names) {
        List<String> caveats = new ArrayList<>();
        List<String> codes = ClassWords.unreadable(names);
        if (!codes.isEmpty()) {
            caveats.add(
                    "the class names " + codes
                            + " look like codes: if they are no words, who reads them learns no class; --class-names gives names");
        }
        hardlyToldApart(names).forEach(alike -> caveats.add("the names " + alike + " embed alike as texts"));
        return caveats;
    }

    /** Texts that are alike to the first of them, with the least such cosine; none where there are no vectors. */
    private List<String> hardlyToldApart(List<String> texts) {
        List<String> left = new ArrayList<>(texts);
        left.retainAll(vectors.keySet());
        List<String> alike = new ArrayList<>();
        while (!left.isEmpty()) {
            String first = left.get(0);
            List<String> set =
                    left.stream().filter(text -> cosine(first, text) > ALIKE).toList();
            if (set.size() > 1) {
                double least = set.stream()
                        .skip(1)
                        .mapToDouble(text -> cosine(first, text))
                        .min()
                        .orElseThrow();
                alike.add(
                        String.format(Locale.ROOT, "%s (cosine %.4f%s)", set, least, set.size() > 2 ? " or more" : ""));
            }
            left.remove(first);
            left.removeAll(set);
        }
        return alike;
    }

    private double cosine(String one, String other) {
        return UnitVectors.dot(of(one), of(other));
    }

    /** The place of the text that is nearest to a unit vector, of equal ones the first. */
    public int nearest(double[] unit, List<String> texts) {
        int nearest = 0;
        double best = UnitVectors.dot(unit, of(texts.get(0)));
        for (int i = 1; i < texts.size(); i++) {
            double cosine = UnitVectors.dot(unit, of(texts.get(i)));
            if (cosine > best) {
                nearest = i;
                best = cosine;
            }
        }
        return nearest;
    }

    /** The unit vector of a text; aliased. */
    public double[] of(String text) {
        return vectors.get(text);
    }
}
