package io.discern.miniatures;

import io.discern.dataset.ImageSource;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Synthetic lesion images: caricatures of four modalities, drawn by plain arithmetic from a seed.
 *
 * <p>Every data set has three classes that overlap, and patients of one to four images. The images of a
 * patient share the label (the row's label), the group, and the nuisance of that patient (skin tone,
 * gain, stain); size, place, light and noise vary by image. Nuisance is drawn independently of the
 * class. The caption, which says what the latent parameters make visible, is the attribute
 * {@code caption}; the modality is the attribute {@code modality}.
 *
 * <p>Images are 128 to 200 pixels on each side and mostly not square. The same arguments give the same
 * bytes on every JDK and platform. Images are painted when they are loaded; data sets of at most
 * {@value #MOST_KEPT} patients keep what was painted while memory allows (80 kB an image). The returned
 * data sets are immutable and safe to share between threads.
 *
 * <p>They stand in for medical images in tests, tutorials and demonstrations. No finding on them is a
 * finding on patients.
 */
public final class SyntheticLesions {

    /**
     * The first seed that is reserved for training the miniatures. {@link #of} refuses it and all above,
     * so that nothing measured was ever trained on.
     */
    public static final long FIRST_TRAINING_SEED = 1L << 40;

    private static final int MOST_IMAGES_A_PATIENT = 4;

    /** What larger data sets would keep could be missed elsewhere. */
    private static final int MOST_KEPT = 500;

    private SyntheticLesions() {}

    /** The names of the modalities: {@code dermoscopy}, {@code radiograph}, {@code ultrasound}, {@code histology}. */
    public static List<String> modalities() {
        return Arrays.stream(Modality.values()).map(Modality::label).toList();
    }

    /**
     * The class names of a modality.
     *
     * @throws IllegalArgumentException if there is no such modality; the message lists those that exist
     */
    public static List<String> labels(String modality) {
        return Modality.named(modality).labels();
    }

    /**
     * A data set named {@code synthetic-MODALITY}.
     *
     * @param modality one of {@link #modalities()}
     * @param patients how many patients, at least 1; the first three show the three classes
     * @param seed 0 to {@link #FIRST_TRAINING_SEED} - 1
     * @return about 2.5 images a patient, those of a patient in succession
     * @throws IllegalArgumentException if the modality is unknown, there is no patient, or the seed is
     *     negative or reserved for training
     */
    public static LabeledImages of(String modality, int patients, long seed) {
        if (seed < 0 || seed >= FIRST_TRAINING_SEED) {
            throw new IllegalArgumentException("seed " + seed + "; expected 0 to " + (FIRST_TRAINING_SEED - 1)
                    + " (seeds above trained the miniatures and are not for measuring)");
        }
        return draw(modality, patients, seed);
    }

    /** Any seed, those for training included. */
    static LabeledImages draw(String modality, int patients, long seed) {
        Modality kind = Modality.named(modality);
        if (patients < 1) {
            throw new IllegalArgumentException(patients + " patients; expected at least 1");
        }
        List<LabeledImage> rows = new ArrayList<>();
        for (int patient = 0; patient < patients; patient++) {
            Chance chance = Chance.of(seed, kind.ordinal(), patient);
            String label = kind.labelOf(patient, chance);
            int images = chance.between(1, MOST_IMAGES_A_PATIENT);
            for (int image = 0; image < images; image++) {
                rows.add(row(kind, label, seed, patient, image, patients <= MOST_KEPT));
            }
        }
        return new LabeledImages("synthetic-" + modality, rows);
    }

    private static LabeledImage row(Modality kind, String label, long seed, int patient, int image, boolean keeping) {
        Scene scene = kind.scene(
                label, Chance.of(seed, kind.ordinal(), patient, -1), Chance.of(seed, kind.ordinal(), patient, image));
        String group = String.format(Locale.ROOT, "p%04d", patient);
        String id = kind.label() + "-" + group + "-" + image;
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("modality", kind.label());
        attributes.put("caption", kind.caption(label, scene));
        return new LabeledImage(
                id,
                "synthetic:" + seed + "/" + id,
                label,
                group,
                attributes,
                keeping ? new KeptPicture(scene) : () -> painted(scene));
    }

    private static RgbImage painted(Scene scene) {
        Canvas canvas = scene.paint();
        return RgbImage.of(canvas.width, canvas.height, canvas.toBytes());
    }

    /** Painting takes as long as encoding, and a study loads each image for every encoder and every change of it. */
    private static final class KeptPicture implements ImageSource {
        private final Scene scene;
        private volatile SoftReference<RgbImage> kept = new SoftReference<>(null);

        KeptPicture(Scene scene) {
            this.scene = scene;
        }

        @Override
        public RgbImage load() {
            RgbImage picture = kept.get();
            if (picture == null) {
                picture = painted(scene);
                kept = new SoftReference<>(picture);
            }
            return picture;
        }
    }
}
