package io.discern.miniatures;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A kind of synthetic image with its classes, how common they are, and how a scene of it is drawn. */
enum Modality {
    DERMOSCOPY(
            List.of("nevus", "melanoma", "keratosis"),
            List.of("a nevus", "a melanoma", "a keratosis"),
            Dermoscopy::sample),
    RADIOGRAPH(
            List.of("clear", "nodule", "consolidation"),
            List.of("clear lungs", "a nodule", "a consolidation"),
            Radiograph::sample),
    ULTRASOUND(
            List.of("cyst", "fibroadenoma", "carcinoma"),
            List.of("a cyst", "a fibroadenoma", "a carcinoma"),
            Ultrasound::sample),
    HISTOLOGY(
            List.of("normal", "hyperplasia", "carcinoma"),
            List.of("normal tissue", "hyperplasia", "carcinoma"),
            Histology::sample);

    private static final double[] SHARES = {0.42, 0.31, 0.27};

    private final List<String> labels;
    private final List<String> phrases;
    private final Scene.Sampler sampler;

    Modality(List<String> labels, List<String> phrases, Scene.Sampler sampler) {
        this.labels = labels;
        this.phrases = phrases;
        this.sampler = sampler;
    }

    static Modality named(String name) {
        return Arrays.stream(values())
                .filter(modality -> modality.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no synthetic modality '" + name + "'; modalities: " + SyntheticLesions.modalities()));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> labels() {
        return labels;
    }

    /** The class of a patient: the first few patients show every class once, later ones by share. */
    String labelOf(int patient, Chance chance) {
        int drawn = chance.weighted(SHARES);
        return labels.get(patient < labels.size() ? patient : drawn);
    }

    Scene scene(String label, Chance patient, Chance image) {
        return sampler.sample(label, patient, image);
    }

    /** "dermoscopy image of a nevus, round, regular border". */
    String caption(String label, Scene scene) {
        String head = label() + " image of " + phrases.get(labels.indexOf(label));
        return scene.details().isEmpty() ? head : head + ", " + String.join(", ", scene.details());
    }
}
