package io.discern.miniatures;

import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import java.util.List;
import java.util.Optional;

/** The preprocessing of the miniatures, said again in Java: the fixtures prove that it is what they were trained with. */
final class Specs {

    private Specs() {}

    static PreprocessSpec of(String name) {
        if (name.equals("medical")) {
            List<Double> half = List.of(0.5, 0.5, 0.5);
            return new PreprocessSpec(
                    Channels.RGB, new Resize.Squash(64, 64), ResampleFilter.BICUBIC, Optional.empty(), 1 / 255.0, half, half);
        }
        return new PreprocessSpec(
                Channels.RGB,
                new Resize.ShortestEdge(80),
                ResampleFilter.BICUBIC,
                Optional.of(new CenterCrop(80, 80, CenterCrop.Rounding.HUGGING_FACE)),
                1 / 255.0,
                List.of(0.48145466, 0.4578275, 0.40821073),
                List.of(0.26862954, 0.26130258, 0.27577711));
    }
}
