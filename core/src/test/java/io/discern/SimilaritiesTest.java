package io.discern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.similarity.CosineSimilarity;
import org.junit.jupiter.api.Test;

class SimilaritiesTest {

    @Test
    void theReferenceIsAlwaysThere() {
        assertThat(Similarities.open("java")).isSameAs(CosineSimilarity.reference());
        assertThat(Similarities.providers())
                .anyMatch(provider -> provider.name().equals("java"));
        assertThat(Similarities.explain()).anyMatch(line -> line.startsWith("java: the reference in plain Java"));
    }

    @Test
    void anUnknownNameListsTheNamesThereAre() {
        assertThatThrownBy(() -> Similarities.open("jav"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no similarity provider named 'jav'; found: [")
                .hasMessageContaining("java");
    }

    @Test
    void theReferenceRefusesAGpu() {
        assertThatThrownBy(() -> Similarities.open("java", Device.parse("cuda:0")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("java similarity on device cuda:0 is not available: it computes on the processor; "
                        + "ask for device cpu");
    }
}
