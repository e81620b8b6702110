package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.Similarities;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.TopK;
import io.discern.testkit.TestImages;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Embeddings that stay on a GPU are found there; {@link HostRowsTest} counts what crosses the bus. */
@Tag("gpu")
class CudaRowsTest {

    @BeforeAll
    static void requireGpu() {
        Gpu.require();
    }

    @Test
    void whatAnEncoderLeavesThereIsSearched() {
        List<RgbImage> images = TestImages.discs(150, 3);
        EncoderConfig config = CudaEncoderTest.images(EncoderConfig.of("")).withDevice(Gpu.DEVICE);
        try (VisionLanguageEncoder encoder = new CudaEncoderProvider().open(config);
                CosineSimilarity similarity = Similarities.open("cuda", Gpu.DEVICE);
                CudaRows rows = CudaRows.open(encoder, similarity, images.size())) {
            Embeddings first = rows.encoder().encodeImages(images.subList(0, 70));
            Embeddings last = rows.encoder().encodeImages(images.subList(70, images.size()));
            float[] values = Arrays.copyOf(first.values(), images.size() * first.dim());
            System.arraycopy(last.values(), 0, values, first.values().length, last.values().length);
            Embeddings all = Embeddings.ofRows(first.dim(), values);
            rows.keep(all);
            TopK found = similarity.topK(all, all, 10, Exclusion.SELF);
            TopK expected = CosineSimilarity.reference().topK(all, all, 10, Exclusion.SELF);
            assertThat(found.rows()).isEqualTo(expected.rows());
            assertThat(found.similarities()).isEqualTo(expected.similarities());
        }
    }
}
