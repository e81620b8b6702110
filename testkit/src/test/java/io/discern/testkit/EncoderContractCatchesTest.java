package io.discern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderInfo;
import io.discern.NonFiniteEmbeddingException;
import io.discern.Threading;
import io.discern.UnsupportedCapabilityException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad encoder fails exactly the test that is meant for it. */
class EncoderContractCatchesTest {
    private static final int CLAUSES = 21;

    private static Supplier<VisionLanguageEncoder> opener;
    private static VisionLanguageEncoder nonFinite;
    private static AtomicLong live;

    /** The contract on whatever is to be tried. */
    static class Contract extends EncoderContractTest {
        @Override
        protected VisionLanguageEncoder open(EncoderConfig config) {
            return opener.get();
        }

        @Override
        protected Optional<VisionLanguageEncoder> openNonFinite(EncoderConfig config) {
            return Optional.ofNullable(nonFinite);
        }

        @Override
        protected OptionalLong liveNatives() {
            return live == null ? OptionalLong.empty() : OptionalLong.of(live.get());
        }
    }

    static Set<String> badEncoders() {
        return BadEncoders.all().keySet();
    }

    @AfterEach
    void forget() {
        nonFinite = null;
        live = null;
        BadEncoders.LEAK.clear();
    }

    @ParameterizedTest
    @MethodSource("badEncoders")
    void aBadEncoderFailsTheTestMeantForIt(String bad) {
        opener = BadEncoders.all().get(bad);
        // Watching the process's memory is slow, so only one does.
        live = bad.equals(BadEncoders.LEAKED_MEMORY) ? null : new AtomicLong();

        ContractRun run = ContractRun.of(Contract.class);

        assertThat(run.failed()).as(run.messages().toString()).containsExactly(bad.substring(0, bad.indexOf(':')));
        assertThat(run.messages())
                .allMatch(message -> message.startsWith("clause ") && message.contains("; expected "));
    }

    @Test
    void aGoodEncoderPassesEverythingThatApplies() {
        opener = Toy::new;
        ContractRun run = ContractRun.of(Contract.class);
        assertThat(run.failed()).as(run.messages().toString()).isEmpty();
        assertThat(run.skipped())
                .containsExactlyInAnyOrder(
                        "clause normalization is not checked: toy does not declare unit length (EncoderInfo.normalized)",
                        "clause non-finite model is not checked: openNonFinite() is not overridden");
        assertThat(run.passed()).isEqualTo(CLAUSES - 2);
    }

    @Test
    void whatDoesNotApplyIsSkippedWithItsReason() {
        EncoderInfo info = EncoderInfo.of("one-thread", Toy.DIM).withThreading(Threading.CONFINED);
        live = new AtomicLong();
        opener = () -> new Toy() {
            @Override
            public EncoderInfo info() {
                return info;
            }

            @Override
            public Embeddings encodeTexts(List<String> texts) {
                throw new UnsupportedCapabilityException(info, Capability.TEXT);
            }
        };
        ContractRun run = ContractRun.of(Contract.class);
        assertThat(run.failed()).as(run.messages().toString()).isEmpty();
        assertThat(run.skipped())
                .contains("clause threads is not checked: one-thread declares CONFINED: its caller serialises")
                .contains("clause texts is not checked: one-thread has [IMAGE] only")
                .hasSize(7);
    }

    @Test
    void aCounterThatDoesNotComeBackFails() {
        live = new AtomicLong();
        opener = () -> {
            live.incrementAndGet();
            return new Toy();
        };
        ContractRun run = ContractRun.of(Contract.class);
        assertThat(run.failed()).containsExactly("nothingNativeIsLeft");
        assertThat(run.messages().get(0)).contains("natives are live after opening and closing 10 times");
    }

    @Test
    void aModelThatGivesNaNMustBeReported() {
        live = new AtomicLong();
        opener = Toy::new;
        nonFinite = new Toy() {
            @Override
            float[] row(RgbImage image) {
                return new float[] {1, 2, Float.NaN, 4, 5, 6};
            }
        };
        assertThat(ContractRun.of(Contract.class).failed()).containsExactly("aModelThatGivesNaNIsReported");
        nonFinite = new Toy() {
            @Override
            float[] row(RgbImage image) {
                throw new NonFiniteEmbeddingException("toy", 0, 2, Float.NaN);
            }
        };
        assertThat(ContractRun.of(Contract.class).failed()).isEmpty();
    }
}
