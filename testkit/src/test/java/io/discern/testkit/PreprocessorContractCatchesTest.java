package io.discern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.ResampleFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessorContractCatchesTest {

    /** The reference itself. */
    static class Reference extends PreprocessorContractTest {
        @Override
        protected void preprocess(PreprocessSpec spec, List<RgbImage> images, PixelBatch batch) {
            Preprocessor.of(spec).preprocess(images, batch);
        }
    }

    /** Leaves out the large inputs of published models. */
    static class Small extends Reference {
        @Override
        protected boolean supports(PreprocessSpec spec) {
            return spec.outputWidth() < 64;
        }
    }

    /** The last bit of one value differs, for one filter that no preset uses. */
    static class OneBitOff extends Small {
        @Override
        protected void preprocess(PreprocessSpec spec, List<RgbImage> images, PixelBatch batch) {
            super.preprocess(spec, images, batch);
            if (spec.filter() == ResampleFilter.HAMMING) {
                batch.image(0).put(5, Math.nextUp(batch.image(0).get(5)));
            }
        }
    }

    /** A batch that held more images says that it still does. */
    static class KeepsTheCount extends Small {
        @Override
        protected void preprocess(PreprocessSpec spec, List<RgbImage> images, PixelBatch batch) {
            int before = batch.count();
            super.preprocess(spec, images, batch);
            batch.setCount(Math.max(before, images.size()));
        }
    }

    @Test
    void theReferencePasses() {
        ContractRun run = ContractRun.of(Reference.class);
        assertThat(run.failed()).as(run.messages().toString()).isEmpty();
        assertThat(run.passed()).isEqualTo(7);
    }

    @Test
    void eachBadOneFailsTheTestMeantForIt() {
        ContractRun oneBit = ContractRun.of(OneBitOff.class);
        assertThat(oneBit.failed()).containsExactly("everyFilterAndGeometryEqualsTheReference");
        assertThat(oneBit.messages().get(0)).contains("hamming").contains("bit for bit");
        assertThat(ContractRun.of(KeepsTheCount.class).failed()).containsExactly("aUsedBatchIsOverwritten");
    }
}
