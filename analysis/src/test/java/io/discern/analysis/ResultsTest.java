package io.discern.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final ResultKey MEAN = ResultKey.of("sharpness", "mean");
    private static final ResultKey LEAST = ResultKey.of("sharpness", "least");
    private static final Extent EXTENT = new Extent(5, 2, 2);

    private static MetricResult of(ResultKey key, double value) {
        return MetricResult.of(key, value, EXTENT, 1);
    }

    /** Of a mask, at a strength. */
    private record Masked(String mask, double strength, Optional<Integer> level, boolean soft) implements FormedKey {
        static final KeyForm<Masked> FORM =
                KeyForm.of(Masked.class, "mask", "of={mask},s={strength}[,level={level}][soft?,soft]");

        @Override
        public KeyForm<Masked> form() {
            return FORM;
        }
    }

    @Test
    void aResultIsFoundByItsKeyWhoeverMadeIt() {
        Results results =
                Results.of(List.of(of(MEAN, 1), of(LEAST, 2), of(new Masked("a", 0.5, Optional.of(3), true), 3)));
        assertThat(results.get(LEAST).value()).hasValue(2);
        assertThat(results.get(ResultKey.of("mask", "of=a,s=0.5,level=3,soft")).value())
                .hasValue(3);
        assertThat(results.of(Masked.class)).containsOnlyKeys(new Masked("a", 0.5, Optional.of(3), true));
    }

    @Test
    void lookingForWhatNobodyMeasuredNamesWhatThereIs() {
        Results results = Results.of(List.of(of(MEAN, 1), of(LEAST, 2)));
        assertThatThrownBy(() -> results.get(ResultKey.of("sharpness", "maen")))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no result sharpness maen; there are sharpness mean; sharpness least");
        assertThatThrownBy(() -> Results.of(List.of()).find(MEAN)).hasMessageEndingWith("there are none");
    }

    @Test
    void afterAFailureAResultMayBeMissing() {
        MetricResult lost = MetricResult.absent(Lost.part("measure", this), "it threw", EXTENT, 1);
        Results results = Results.of(List.of(of(MEAN, 1), lost));
        assertThat(results.find(LEAST)).isEmpty();
        assertThat(results.find(MEAN)).isPresent();
        assertThat(results.losses()).containsExactly(lost);
        assertThat(lost.variant()).isEqualTo("measure,failed=io.discern.analysis.ResultsTest");
    }

    @Test
    void whatStandsBetweenSeparatorsIsEscapedAndReadBack() {
        for (String mask : List.of("a", "a,s=1", "back\\slash", "all\\,of it,", "=")) {
            for (Masked key : List.of(
                    new Masked(mask, -1e-7, Optional.empty(), false), new Masked(mask, 2, Optional.of(-4), true))) {
                assertThat(Masked.FORM.parse("mask", key.variant()))
                        .as(key.variant())
                        .contains(key);
            }
        }
        assertThat(new Masked("a,b", 1, Optional.empty(), false).variant()).isEqualTo("of=a\\,b,s=1.0");
        assertThat(Masked.FORM.parse("mask", "of=a,s=1.00")).isEmpty();
        assertThat(Masked.FORM.parse("other", "of=a,s=1.0")).isEmpty();
    }

    @Test
    void aFormNamesEveryComponentOnce() {
        assertThatThrownBy(() -> KeyForm.of(Masked.class, "mask", "of={mask}[soft?,soft]"))
                .hasMessageContaining("lacks [")
                .hasMessageContaining("strength");
        assertThatThrownBy(() -> KeyForm.of(Masked.class, "mask", "{mask}{msak}"))
                .hasMessageContaining("'msak'");
    }

    @Test
    void aHeadlineShowsTheFirstValueElseAReason() {
        Headline headline = Headline.of("Sharpness", MEAN, LEAST);
        MetricResult reason = MetricResult.absent(MEAN, "too few", EXTENT, 1);
        assertThat(headline.in(Results.of(List.of(reason, of(LEAST, 2))))).contains(of(LEAST, 2));
        assertThat(headline.in(Results.of(List.of(reason)))).contains(reason);
        assertThat(headline.in(Results.of(List.of()))).isEmpty();
        MetricResult lost = MetricResult.absent(Lost.stage("open"), "no such file", EXTENT, 1);
        assertThat(headline.in(Results.of(List.of(lost))))
                .hasValueSatisfying(found -> assertThat(found.note()).isEqualTo("no such file"));
        assertThatThrownBy(headline::asRanking).hasMessageContaining("does not say which values are better");
    }
}
