package io.discern.examples;

import io.discern.EncoderConfig;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.AuditMemory;
import io.discern.dataset.LabeledImages;
import io.discern.internal.file.CsvFile;
import io.discern.run.EmbeddingStore;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of every example that studies several encoders. */
final class StudyOptions {
    @Mixin
    private RunOptions run;

    @Mixin
    private DataOptions data;

    /** The tag that stands for those of each encoder's preset. */
    private static final String OF_PRESET = "preset";

    @Option(names = "--seed", defaultValue = "1", description = "Seed of everything random (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "SEED",
            description =
                    "Further seeds, such as 2,3,4: values that depend on the seed are measured with each too, and results 'seeds' say how far they move.")
    private List<Long> seeds = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most N images of each data set, even over its classes.")
    private Integer limit;

    @Option(
            names = "--tag",
            paramLabel = "LABEL:KEY=VALUE[,...]|preset",
            description = {
                "What an encoder is, repeatable: --tag BiomedCLIP:domain=medical,text=plain.",
                "--tag preset gives every encoder that names a preset the tags of that.",
                "Encoders that differ in a tag are compared as groups over all data sets."
            })
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--no-images",
            description = "The report shows no picture of any image, for data that must not leave.")
    private boolean noImages;

    @Mixin
    private Budget budget;

    /** A study whose embeddings are kept while it runs. */
    interface Kept {
        /**
         * Does it; returns the program's outcome.
         *
         * @param partial takes what is found on the way
         */
        int study(EmbeddingStore store, PartialReport partial) throws IOException;
    }

    /** Has a study done that can be stopped: its embeddings are kept where {@code --keep} says, or with the results until these are complete. */
    int resumable(OutputSet files, CommandSpec command, Kept kept) throws IOException {
        budget.time(); // refused before any image is looked at
        Path place = run.keep().orElse(files.unfinished());
        EmbeddingStore store = EmbeddingStore.at(place);
        PartialReport partial = new PartialReport(files.folder());
        try (Resumption resumption = new Resumption(store, place, command, Optional.of(partial))) {
            int outcome = kept.study(store, partial);
            if (store.taken() > 0) {
                System.out.println(
                        "embeddings: " + store.encoded() + " encoded, " + store.taken() + " kept from before");
            }
            resumption.done();
            partial.remove();
            return outcome;
        }
    }

    RunOptions run() {
        return run;
    }

    DataOptions data() {
        return data;
    }

    /** Opens data sets of labelled images, no more of each than the limit, and looks at all of them. */
    OpenedData open(List<DataArgument> arguments, AuditMemory memory) {
        OpenedData opened = new OpenedData();
        arguments.forEach(
                argument -> opened.add(argument.name(), () -> data.open(argument, false, this::limited, memory)));
        return opened;
    }

    long seed() {
        return seed;
    }

    /** No more of a data set than the limit. */
    LabeledImages limited(LabeledImages images) {
        return limit == null ? images : images.limit(limit);
    }

    /** Everything that was lost, and why: files that could not even be tried have no encoder. */
    static void writeFailures(StudyResult result, List<LabeledImages> datasets, Path csv) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (LabeledImages images : datasets) {
            DataOptions.unreachable(images)
                    .forEach(row -> rows.add(List.of("", images.name(), row.path(), row.note())));
        }
        result.failures()
                .forEach(lost -> rows.add(List.of(lost.encoder(), lost.dataset(), lost.path(), lost.reason())));
        CsvFile.write(csv, List.of("encoder", "dataset", "path", "reason"), rows);
    }

    /** Encoders, each opened when its turn comes. */
    List<StudyEncoder> opening(List<EncoderArgument> encoders) {
        EncoderConfig config = run.config();
        return encoders.stream()
                .map(encoder -> StudyEncoder.opening(encoder.label(), () -> encoder.open(config))
                        .withTags(tags.contains(OF_PRESET) ? encoder.presetTags() : Map.of()))
                .toList();
    }

    /** Says what is going to be done and about how long it takes, then does it. */
    StudyResult planned(Study study) {
        new PlanTable(study.plan(), budget.time()).print(System.err);
        return study.run();
    }

    /** What else decides a study, in words, for a manifest. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(seed));
        settings.put("further seeds", seeds.isEmpty() ? "none" : seeds.toString());
        settings.put("batch", run.batchName());
        settings.put("device", run.device());
        settings.put("limit", limit == null ? "none" : limit.toString());
        settings.put("budget", budget.text());
        settings.putAll(data.settings());
        return settings;
    }

    /** The study of these encoders, with their tags. */
    Study study(List<StudyEncoder> encoders, List<LabeledImages> datasets) {
        Map<String, Map<String, String>> tagged =
                tags(encoders.stream().map(StudyEncoder::label).toList());
        List<StudyEncoder> studied = encoders.stream()
                .map(encoder -> encoder.withTags(tagged.get(encoder.label())))
                .toList();
        Study study = Study.of(studied, datasets)
                .withSeed(seed)
                .withFurtherSeeds(seeds)
                .withMaxFailures(run.maxFailures());
        study = noImages ? study.withoutImages() : study;
        study = budget.time().map(study::withBudget).orElse(study);
        return run.batch() == 0 ? study : study.withBatchSize(run.batch());
    }

    /** The tags of every encoder. */
    private Map<String, Map<String, String>> tags(List<String> labels) {
        Map<String, Map<String, String>> tagged = new LinkedHashMap<>();
        labels.forEach(label -> tagged.put(label, new LinkedHashMap<>()));
        for (String given : tags) {
            if (given.equals(OF_PRESET)) {
                continue;
            }
            int equals = given.indexOf('=');
            int colon = given.lastIndexOf(':', equals);
            if (colon < 1 || !tagged.containsKey(given.substring(0, colon))) {
                throw new IllegalArgumentException("--tag " + given
                        + ": expected preset, or LABEL:KEY=VALUE[,KEY=VALUE...] with one of the labels " + labels);
            }
            for (String tag : given.substring(colon + 1).split(",")) {
                String[] pair = tag.split("=", 2);
                if (pair.length < 2 || pair[0].isBlank() || pair[1].isBlank()) {
                    throw new IllegalArgumentException(
                            "--tag " + given + ": '" + tag + "' is no KEY=VALUE; expected for example domain=medical");
                }
                tagged.get(given.substring(0, colon)).put(pair[0].strip(), pair[1].strip());
            }
        }
        return tagged;
    }
}
