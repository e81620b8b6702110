package io.discern.internal.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.preprocess.ResampleFilter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilterTapsTest {

    @ParameterizedTest
    @EnumSource
    void aPartHasTheTapsOfItsOutputs(ResampleFilter filter) {
        for (int resized : new int[] {31, 97, 211}) {
            FilterTaps part = FilterTaps.of(filter, 97, resized, 4, 20).part(3, 11);
            FilterTaps expected = FilterTaps.of(filter, 97, resized, 7, 11);
            assertThat(part.outputs()).isEqualTo(11);
            assertThat(part.weights()).isEqualTo(expected.weights());
            for (int i = 0; i < 11; i++) {
                assertThat(part.first(i)).isEqualTo(expected.first(i));
                assertThat(part.count(i)).isEqualTo(expected.count(i));
                assertThat(part.weightsOf(i)).isEqualTo(expected.weightsOf(i));
            }
        }
    }
}
