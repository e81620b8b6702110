package io.discern.examples;

import io.discern.EncoderConfig;
import io.discern.analysis.study.ComparisonStudy;
import io.discern.analysis.study.StudyEncoder;
import io.discern.dataset.LabeledImages;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every example that studies several encoders. */
final class StudyOptions {
    @Mixin
    private RunOptions run;

    @Mixin
    private DataOptions data;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of everything random (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most N images of each data set, even over its classes.")
    private Integer limit;

    RunOptions run() {
        return run;
    }

    DataOptions data() {
        return data;
    }

    /** Opens a data set of labelled images, no more of it than the limit, and looks at all of them. */
    LabeledImages open(DataArgument argument) throws IOException {
        return data.open(argument, false, this::limited);
    }

    long seed() {
        return seed;
    }

    /** The limit in words. */
    String limit() {
        return limit == null ? "none" : limit.toString();
    }

    /** No more of a data set than the limit. */
    LabeledImages limited(LabeledImages images) {
        return limit == null ? images : images.limit(limit);
    }

    /** The study of these encoders, each opened when its turn comes. */
    ComparisonStudy study(List<EncoderArgument> encoders, List<LabeledImages> datasets) {
        EncoderConfig config = run.config();
        List<StudyEncoder> studied = encoders.stream()
                .map(encoder -> StudyEncoder.opening(encoder.label(), () -> encoder.open(config)))
                .toList();
        return ComparisonStudy.of(studied, datasets).withSeed(seed).withBatchSize(run.batch());
    }
}
