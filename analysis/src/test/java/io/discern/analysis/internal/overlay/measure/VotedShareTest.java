package io.discern.analysis.internal.overlay.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.internal.overlay.run.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;

class VotedShareTest {

    @Test
    void aShareOfOneGroupHasAValueAndNoIntervalAloneAndInDifferences() {
        Taken taken = new Taken(new int[4], new int[4][0], new int[4][0]);
        VotedShare share =
                VotedShare.of(new int[] {0, 1, 2, 3}, List.of(taken), (image, classes) -> image == 0 ? 1 : Double.NaN);
        assertThat(share.value()).isEqualTo(1);
        assertThat(share.interval()).isEmpty();
        VotedShare difference = share.minus(share);
        assertThat(difference.value()).isZero();
        assertThat(difference.interval()).isEmpty();
    }
}
