package io.discern.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.Fixtures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Expected values: transformers 5.17's SiglipTokenizer.canonicalize_text and open_clip 3.3's canonicalize_text. */
class CleaningTest {
    @Test
    void eachRuleIsItsReferences() {
        String text = " A_Chest  X-Ray,\u00a0(T1/T2) <b>!\t";
        assertThat(Cleaning.NONE.clean(text)).isEqualTo(text);
        assertThat(Cleaning.LOWER.clean("A X-Ray")).isEqualTo("a x-ray");
        assertThat(Cleaning.SIGLIP.clean(text)).isEqualTo("achest xray t1t2 b");
        assertThat(Cleaning.OPEN_CLIP_CANONICALIZE.clean(text)).isEqualTo("a chest xray t1t2 b");
    }

    /** Those that {@code make_cleaned_texts.py} wrote with open_clip 3.3 and ftfy 6.3. */
    @TestFactory
    List<DynamicTest> openClipsCleaningIsItsOwn() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode golden :
                new ObjectMapper().readTree(Fixtures.path("cleaned_texts.json").toFile())) {
            String text = golden.get("text").asText();
            tests.add(DynamicTest.dynamicTest(golden.get("text").toString(), () -> {
                assertThat(Cleaning.OPEN_CLIP_WHITESPACE.clean(text))
                        .isEqualTo(golden.get("whitespace").asText());
                assertThat(Cleaning.OPEN_CLIP_CANONICALIZE.clean(text))
                        .isEqualTo(golden.get("canonicalize").asText());
                assertThat(Cleaning.OPEN_CLIP_LOWER.clean(text).replace("<| endoftext |>", "<|endoftext|>"))
                        .isEqualTo(golden.get("lower").asText());
            }));
        }
        return tests;
    }

    @Test
    void namesAreThoseOfFiles() {
        assertThat(Cleaning.parse("open-clip-canonicalize")).isEqualTo(Cleaning.OPEN_CLIP_CANONICALIZE);
        assertThatThrownBy(() -> Cleaning.parse("upper"))
                .hasMessageContaining("expected one of [none, lower, siglip, open-clip-lower, ");
    }
}
