package io.discern.analysis.internal.overlay.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.overlay.run.Taken;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestCentroidTest {
    private static final int IMAGES = 60;
    private static final int[] GROUPS =
            IntStream.range(0, IMAGES).map(image -> image / 3).toArray();
    private static final int[] FOLDS =
            IntStream.range(0, IMAGES).map(image -> GROUPS[image] % 5).toArray();

    private static LabeledEmbeddings version(long seed) {
        return LabeledEmbeddings.of(
                Planted.array(Planted.classes(IMAGES, 4, 3, 1, seed)), Collections.nCopies(IMAGES, "any"));
    }

    @Test
    void withoutAGroupEveryRowIsTakenForWhatAProbeFittedWithoutItSays() {
        List<LabeledEmbeddings> versions = List.of(version(1), version(2), version(3));
        Taken taken = new NearestCentroid(versions, FOLDS).taken(GROUPS);
        int changed = 0;
        for (int group = 0; group < 20; group++) {
            for (int fold = 0; fold < 5; fold++) {
                if (group % 5 == fold) {
                    continue;
                }
                int without = group;
                int held = fold;
                int[] rest = IntStream.range(0, IMAGES)
                        .filter(image -> GROUPS[image] != without)
                        .toArray();
                NearestCentroid others = new NearestCentroid(
                        versions.stream().map(version -> version.select(rest)).toList(),
                        IntStream.of(rest).map(image -> FOLDS[image]).toArray());
                int[] expected = others.taken(
                                IntStream.of(rest).map(image -> GROUPS[image]).toArray())
                        .classes();
                for (int i = 0; i < expected.length; i++) {
                    int image = rest[i % rest.length];
                    int row = i / rest.length * IMAGES + image;
                    if (FOLDS[image] == held) {
                        assertThat(taken.without(row, without)).isEqualTo(expected[i]);
                        changed += expected[i] == taken.classes()[row] ? 0 : 1;
                    }
                }
            }
        }
        assertThat(changed).isGreaterThan(20);
    }

    @Test
    void ofVeryManyRowsNoGroupIsLeftOut() {
        LabeledEmbeddings many = LabeledEmbeddings.of(
                Planted.array(Planted.classes(1501, 2, 2, 1, 4)), Collections.nCopies(1501, "any"));
        int[] images = IntStream.range(0, 1501).toArray();
        NearestCentroid probe = new NearestCentroid(
                List.of(many, many),
                IntStream.of(images).map(image -> image % 5).toArray());
        assertThat(probe.reasonAgainst())
                .isEqualTo("3002 rows; expected at most 3000, to leave out each group in training");
        assertThat(Arrays.stream(probe.taken(images).voters())).allMatch(voters -> voters.length == 0);
    }
}
