package io.discern.analysis.internal.overlay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayWordsTest {

    /** Knows mel and nv; everything else is one unknown word, but for what it refuses. */
    private static final class FewWords implements VisionLanguageEncoder {
        @Override
        public EncoderInfo info() {
            return EncoderInfo.of("few", 2).withCapabilities(EnumSet.allOf(Capability.class));
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Embeddings encodeTexts(List<String> texts) {
            float[] row = switch (texts.get(0)) {
                case "mel" -> new float[] {3, 4};
                case "nv" -> new float[] {0, 2};
                case "long" -> throw new EncoderException("too long");
                case "silence" -> new float[2];
                default -> new float[] {1, 0};
            };
            return Embeddings.ofRows(2, row);
        }
    }

    private static OverlayWords words(String... texts) {
        return OverlayWords.of(new FewWords(), List.of(texts));
    }

    @Test
    void vectorsHaveUnitLength() {
        OverlayWords words = words("mel", "nv");
        assertThat(words.reasonAgainst(List.of("mel", "nv"))).isEmpty();
        assertThat(words.of("mel")).containsExactly(new double[] {0.6, 0.8}, within(1e-12));
    }

    @Test
    void aTextThatIsRefusedSpoilsNoOther() {
        OverlayWords words = words("mel", "long", "nv", "silence");
        assertThat(words.reasonAgainst(List.of("mel", "nv"))).isEmpty();
        assertThat(words.reasonAgainst(List.of("mel", "long"))).hasValue("text 'long': too long");
        assertThat(words.reasonAgainst(List.of("silence"))).hasValue("text 'silence' has a zero embedding");
    }

    @Test
    void wordsThatTheTextTowerDoesNotTellApartAreAReason() {
        assertThat(words("mel", "bcc", "df").reasonAgainst(List.of("mel", "bcc", "df")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("'bcc' and 'df' have the same embedding"));
    }

    @Test
    void namesThatEmbedAlikeAreNamedTogether() {
        List<String> names = List.of("mel", "benign", "keratosis", "long", "naevus");
        assertThat(words(names.toArray(String[]::new)).caveats(names))
                .contains("the names [benign, keratosis, naevus] (cosine 1.0000 or more) embed alike as texts")
                .filteredOn(caveat -> caveat.contains("alike"))
                .hasSize(1);
    }

    /** Names of classes of published data sets and of clinics. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "melanoma, nevus, seborrheic keratosis",
                "glioma_tumor, meningioma_tumor, no_tumor, pituitary_tumor",
                "T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot",
                "COVID, Lung_Opacity, Normal, Viral Pneumonia",
                "no DR, mild, moderate, severe, proliferative",
                "axial, sagittal, coronal",
                "femur, tibia, ulna, wrist, thigh",
                "lupus, gout, croup, mumps, hives, tinea",
                "clear, blurry, noisy, sharp",
                "Lesion of the skin, Healthy skin",
                "grade 1, grade 2",
                "\u043c\u0435\u043b\u0430\u043d\u043e\u043c\u0430, \u043d\u0435\u0432\u0443\u0441"
            })
    void wordsAreNotTakenForCodes(String names) {
        assertThat(ClassWords.unreadable(List.of(names.split(", ")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0, 1",
                "akiec, bcc, bkl, df, mel, nv, vasc",
                "class 0, class 1",
                "category_1, category_2",
                "group a, group b",
                "Label1, Label2",
                "patient-01, patient-02",
                "C50.1, D22.9",
                "NSCLC, SCLC",
                "x1y2z3, q9q9q9",
                "-, +"
            })
    void codesAreSaidToBeCodes(String names) {
        List<String> all = List.of(names.split(", "));
        assertThat(ClassWords.unreadable(all)).isEqualTo(all);
    }
}
