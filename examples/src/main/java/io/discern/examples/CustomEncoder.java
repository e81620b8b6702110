package io.discern.examples;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.dataset.LabeledImages;
import io.discern.miniatures.SyntheticLesions;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds {@link MeanColourEncoder}, an encoder of one's own, by name and measures it. */
@Command(
        name = "CustomEncoder",
        mixinStandardHelpOptions = true,
        description = "Opens the 30-line encoder of this folder by its name and measures it on synthetic lesions.")
public final class CustomEncoder implements Callable<Integer> {
    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of images and intervals (default ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private StudyFile study;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new CustomEncoder(), args);
    }

    @Override
    public Integer call() {
        try (VisionLanguageEncoder encoder = Encoders.open("mean-colour")) {
            System.out.println("found " + encoder.info().name() + ", dimension "
                    + encoder.info().dimension());
            for (String modality : SyntheticLesions.modalities()) {
                LabeledImages images = SyntheticLesions.of(modality, 20, seed);
                RunResult run = EmbeddingRun.with(encoder).run(images);
                try (LabeledEmbeddings rows = LabeledEmbeddings.of(run)) {
                    for (MetricResult result : KnnAccuracy.of(5).measure(rows, seed)) {
                        System.out.println(images.name() + "  " + result);
                    }
                }
            }
        }
        return 0;
    }
}
