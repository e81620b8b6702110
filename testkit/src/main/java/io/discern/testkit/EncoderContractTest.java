package io.discern.testkit;

import io.discern.EncoderConfig;
import io.discern.NonFiniteEmbeddingException;
import io.discern.VisionLanguageEncoder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link VisionLanguageEncoder}, one clause a test. Extend it where the encoder's tests are:
 *
 * <pre>{@code
 * class MyEncoderTest extends EncoderContractTest {
 *     @Override
 *     protected VisionLanguageEncoder open(EncoderConfig config) {
 *         return new MyEncoder(config);
 *     }
 * }
 * }</pre>
 *
 * <p>A clause that does not apply (texts for an encoder of images, threads for one that declares
 * {@link io.discern.Threading#CONFINED}) is skipped with its reason. A failure says {@code clause NAME: found; expected}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
public abstract class EncoderContractTest {

    /** For the subclass. */
    protected EncoderContractTest() {}

    /**
     * Opens the encoder; each test opens its own and closes it.
     *
     * @param config without a location, on the CPU, with a small batch size; add what the encoder needs
     */
    protected abstract VisionLanguageEncoder open(EncoderConfig config);

    /**
     * How far the rows of an image alone and in a batch may be apart, for embeddings of values about 1; larger embeddings get
     * proportionally more. Used where {@link io.discern.EncoderInfo#batchDeviation()} says nothing.
     */
    protected double batchDeviation() {
        return 1e-5;
    }

    /**
     * How many natives (sessions, tensors, device buffers) the encoder's library holds now. Where it is counted, it must be the
     * same before and after; where it is not (the default), the memory of the process is watched, which finds a leak of about
     * 50 KiB for each encoder, on Linux.
     */
    protected OptionalLong liveNatives() {
        return OptionalLong.empty();
    }

    /** How often an encoder is opened and closed in a round of the clause on natives; fewer for one that opens slowly. */
    protected int openCloseCycles() {
        return 10;
    }

    /**
     * An encoder of the same kind around a model that gives NaN or infinity for every image, such as one with a NaN among its
     * weights; empty (the default) where none can be made, and the clause is skipped.
     */
    protected Optional<VisionLanguageEncoder> openNonFinite(EncoderConfig config) {
        return Optional.empty();
    }

    private Subject subject() {
        return new Subject(this::open, batchDeviation());
    }

    @Test
    void everyImageGetsOneRow() {
        new RowClauses(subject()).count();
    }

    @Test
    void rowsBelongToTheirImages() {
        new RowClauses(subject()).order();
    }

    @Test
    void rowsDoNotDependOnTheBatch() {
        new RowClauses(subject()).batch();
    }

    @Test
    void theSameCallGivesTheSameRows() {
        new RowClauses(subject()).repeatability();
    }

    @Test
    void rowsHaveTheDeclaredDimension() {
        new RowClauses(subject()).dimension();
    }

    @Test
    void declaredUnitLengthIsTrue() {
        new RowClauses(subject()).normalization();
    }

    @Test
    void flatImagesGiveFiniteRows() {
        new RowClauses(subject()).finite();
    }

    @Test
    void aModelThatGivesNaNIsReported() {
        Clause clause = new Clause("non-finite model");
        Optional<VisionLanguageEncoder> opened =
                openNonFinite(EncoderConfig.of("").withBatchSize(Subject.BATCH));
        try (VisionLanguageEncoder encoder =
                opened.orElseThrow(() -> clause.skipped("openNonFinite() is not overridden"))) {
            clause.requireThrown(
                    "a NonFiniteEmbeddingException",
                    "a model that gives NaN or infinity",
                    () -> encoder.encodeImages(Subject.IMAGES.subList(0, Subject.BATCH + 1)),
                    NonFiniteEmbeddingException.class);
        }
    }

    @Test
    void factsAreConstant() {
        new InputClauses(subject()).info();
    }

    @Test
    void capabilitiesAreThoseDeclared() {
        new InputClauses(subject()).capabilities();
    }

    @Test
    void argumentsAndResultsStayAsTheyAre() {
        new InputClauses(subject()).ownership();
    }

    @Test
    void tinyImagesAreEncodedOrRefused() {
        new InputClauses(subject()).tinyImages();
    }

    @Test
    void everyTextGetsItsOwnRow() {
        new TextClauses(subject()).countAndOrder();
    }

    @Test
    void textsOfNoneAndOneTokenAreEncodedOrRefused() {
        new TextClauses(subject()).shortTexts();
    }

    @Test
    void longTextsAreNotCutSilently() {
        new TextClauses(subject()).longTexts();
    }

    @Test
    void overlappingCallsGetTheirOwnRows() {
        new ThreadClauses(subject()).threads();
    }

    @Test
    void anInterruptIsKeptAndHarmless() {
        new ThreadClauses(subject()).interruption();
    }

    @Test
    void closingDuringACallIsSafe() {
        new ThreadClauses(subject()).closeDuringCall();
    }

    @Test
    void closingTwiceIsFine() {
        new LifetimeClauses(subject()).closeTwice();
    }

    @Test
    void useAfterCloseIsRefused() {
        new LifetimeClauses(subject()).useAfterClose();
    }

    @Test
    void nothingNativeIsLeft() {
        new LifetimeClauses(subject()).natives(openCloseCycles(), this::liveNatives);
    }
}
