package io.discern.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Expected values: transformers 5.17's SiglipTokenizer.canonicalize_text and open_clip 3.3's canonicalize_text. */
class CleaningTest {
    @Test
    void eachRuleIsItsReferences() {
        String text = " A_Chest  X-Ray,\u00a0(T1/T2) <b>!\t";
        assertThat(Cleaning.NONE.clean(text)).isEqualTo(text);
        assertThat(Cleaning.LOWER.clean("A X-Ray")).isEqualTo("a x-ray");
        assertThat(Cleaning.SIGLIP.clean(text)).isEqualTo("achest xray t1t2 b");
        assertThat(Cleaning.OPEN_CLIP.clean(text)).isEqualTo("a chest xray t1t2 b");
    }

    @Test
    void namesAreThoseOfFiles() {
        assertThat(Cleaning.parse("open-clip")).isEqualTo(Cleaning.OPEN_CLIP);
        assertThatThrownBy(() -> Cleaning.parse("upper"))
                .hasMessageContaining("expected none, lower, siglip or open-clip");
    }
}
