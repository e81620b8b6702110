package io.discern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class RowAgreementTest {
    private static final float[] EXPECTED = {3, 4, 0, -7};

    private static RowAgreement of(float... found) {
        return RowAgreement.of("rows", FloatBuffer.wrap(found), EXPECTED, 2);
    }

    @Test
    void theWorstRowCounts() {
        assertThat(of(EXPECTED)).isEqualTo(new RowAgreement("rows", 1, 0, 7));
        // lengths do not matter to the cosine: (3, 4) and (4, 3) have 24 / 25
        RowAgreement turned = of(8, 6, 0, -7);
        assertThat(turned.cosine()).isCloseTo(0.96, within(1e-15));
        assertThat(turned.difference()).isEqualTo(5);
        assertThat(of(3, 4, 0, 7).cosine()).isEqualTo(-1);
    }

    @Test
    void whatIsNotANumberIsAsFarAwayAsCanBe() {
        RowAgreement none = of(Float.NaN, 4, 0, -7);
        assertThat(none.cosine()).isEqualTo(-1);
        assertThat(none.difference()).isEqualTo(Double.MAX_VALUE);
        // a row of zeros has no direction
        assertThat(of(0, 0, 0, -7).cosine()).isEqualTo(-1);
    }

    @Test
    void rowsOfABufferBeginAtItsPosition() {
        FloatBuffer found = FloatBuffer.wrap(new float[] {1, 3, 4, 0, -7, 1}, 1, 4);
        assertThat(RowAgreement.of("rows", found, EXPECTED, 2).difference()).isZero();
        assertThat(found.position()).isEqualTo(1);
        assertThatThrownBy(() -> RowAgreement.of("rows", found.limit(4), EXPECTED, 2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("rows: 3 values; expected 4");
    }
}
