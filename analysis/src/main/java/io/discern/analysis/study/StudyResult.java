package io.discern.analysis.study;

import io.discern.EncoderInfo;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.overlay.OverlaidImage;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.preprocess.PreprocessSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All that a study found. Immutable. */
public final class StudyResult {
    private final long seed;
    private final Map<String, EncoderInfo> encoders;
    private final Map<String, Map<String, String>> tags;
    private final List<StudyData> datasets;
    private final List<StudyRow> rows;
    private final List<StudyRow> comparisons;
    private final List<ImageReading> readings;
    private final List<StudyVerdict> verdicts;
    private final List<StudyFailure> failures;
    private final List<StudyMap> maps;
    private final List<OverlayExample> examples;
    private final List<Thumbnail> thumbnails;
    private final List<FlipPicture> flips;
    private final Map<List<String>, List<OverlaidImage>> overlaid;
    private final Map<String, PreprocessSpec> preprocessing;
    private final List<StudyTime> times;
    private final StudyPages pages;
    private final Optional<String> partial;
    /** By encoder, or pair of encoders, and data set. */
    private final Map<List<String>, Results> results = new LinkedHashMap<>();

    private StudyResult(Builder from) {
        this.seed = from.seed;
        this.encoders = Collections.unmodifiableMap(new LinkedHashMap<>(from.encoders));
        this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(from.tags));
        this.datasets = List.copyOf(from.datasets);
        this.rows = List.copyOf(from.rows);
        this.comparisons = List.copyOf(from.comparisons);
        this.readings = List.copyOf(from.readings);
        this.verdicts = List.copyOf(from.verdicts);
        this.failures = List.copyOf(from.failures);
        this.maps = List.copyOf(from.maps);
        this.examples = List.copyOf(from.examples);
        this.thumbnails = List.copyOf(from.thumbnails);
        this.flips = List.copyOf(from.flips);
        this.overlaid = Map.copyOf(from.overlaid);
        this.preprocessing = Map.copyOf(from.preprocessing);
        this.times = List.copyOf(from.times);
        this.pages = from.pages;
        this.partial = from.partial;
        Map<List<String>, List<MetricResult>> gathered = new LinkedHashMap<>();
        allRows()
                .forEach(row -> gathered.computeIfAbsent(
                                List.of(row.encoder(), row.dataset()), unseen -> new ArrayList<>())
                        .add(row.result()));
        gathered.forEach((where, found) -> results.put(where, Results.of(found)));
    }

    /** Gathers what a study found, piece by piece; whatever is left out is empty. Not thread-safe. */
    public static final class Builder {
        private final long seed;
        private final Map<String, EncoderInfo> encoders = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
        private final List<StudyData> datasets = new ArrayList<>();
        private final List<StudyRow> rows = new ArrayList<>();
        private final List<StudyRow> comparisons = new ArrayList<>();
        private final List<ImageReading> readings = new ArrayList<>();
        private final List<StudyVerdict> verdicts = new ArrayList<>();
        private final List<StudyFailure> failures = new ArrayList<>();
        private final List<StudyMap> maps = new ArrayList<>();
        private final List<OverlayExample> examples = new ArrayList<>();
        private final List<Thumbnail> thumbnails = new ArrayList<>();
        private final List<FlipPicture> flips = new ArrayList<>();
        private final Map<List<String>, List<OverlaidImage>> overlaid = new LinkedHashMap<>();
        private final Map<String, PreprocessSpec> preprocessing = new LinkedHashMap<>();
        private final List<StudyTime> times = new ArrayList<>();
        private StudyPages pages = StudyPages.NONE;
        private Optional<String> partial = Optional.empty();

        /** An empty one; everything random follows from the seed. */
        public Builder(long seed) {
            this.seed = seed;
        }

        /** Adds an encoder that could be opened. */
        public Builder encoder(String label, EncoderInfo info) {
            return encoder(label, info, Map.of());
        }

        /** Adds an encoder that could be opened, and its tags. */
        public Builder encoder(String label, EncoderInfo info, Map<String, String> tags) {
            encoders.put(label, info);
            this.tags.put(label, Map.copyOf(tags));
            return this;
        }

        /** Adds a data set. */
        public Builder dataset(StudyData dataset) {
            datasets.add(dataset);
            return this;
        }

        /** Adds a result of one encoder on one data set. */
        public Builder row(StudyRow row) {
            rows.add(row);
            return this;
        }

        /** Adds a result that concerns several encoders. */
        public Builder comparison(StudyRow row) {
            comparisons.add(row);
            return this;
        }

        /** Adds what a reader says of single images. */
        public Builder readings(List<ImageReading> readings) {
            this.readings.addAll(readings);
            return this;
        }

        /** Adds a verdict. */
        public Builder verdict(StudyVerdict verdict) {
            verdicts.add(verdict);
            return this;
        }

        /** Adds something that could not be done. */
        public Builder failure(StudyFailure failure) {
            failures.add(failure);
            return this;
        }

        /** Adds a map. */
        public Builder map(StudyMap map) {
            maps.add(map);
            return this;
        }

        /** Adds an overlaid image. */
        public Builder example(OverlayExample example) {
            examples.add(example);
            return this;
        }

        /** Adds small pictures. */
        public Builder thumbnails(List<Thumbnail> thumbnails) {
            this.thumbnails.addAll(thumbnails);
            return this;
        }

        /** Adds small pictures of images whose class changes. */
        public Builder flips(List<FlipPicture> flips) {
            this.flips.addAll(flips);
            return this;
        }

        /** Adds what an encoder took the images of a data set for, clean and overlaid. */
        public Builder overlaid(String encoder, String dataset, List<OverlaidImage> images) {
            overlaid.put(List.of(encoder, dataset), List.copyOf(images));
            return this;
        }

        /** Adds what an encoder does to an image before it looks. */
        public Builder preprocessing(String encoder, PreprocessSpec spec) {
            preprocessing.put(encoder, spec);
            return this;
        }

        /** Adds how long a stage took. */
        public Builder time(StudyTime time) {
            times.add(time);
            return this;
        }

        /** Says what pages show first. */
        public Builder pages(StudyPages pages) {
            this.pages = pages;
            return this;
        }

        /** Says that there is more to come, and what: a page of it is marked by that sentence. */
        public Builder partial(String missing) {
            this.partial = Optional.of(missing);
            return this;
        }

        /** Another one with all that was gathered so far. */
        public Builder copy() {
            Builder copy = new Builder(seed).pages(pages);
            copy.encoders.putAll(encoders);
            copy.tags.putAll(tags);
            copy.datasets.addAll(datasets);
            copy.rows.addAll(rows);
            copy.comparisons.addAll(comparisons);
            copy.readings.addAll(readings);
            copy.verdicts.addAll(verdicts);
            copy.failures.addAll(failures);
            copy.maps.addAll(maps);
            copy.examples.addAll(examples);
            copy.thumbnails.addAll(thumbnails);
            copy.flips.addAll(flips);
            copy.overlaid.putAll(overlaid);
            copy.preprocessing.putAll(preprocessing);
            copy.times.addAll(times);
            copy.partial = partial;
            return copy;
        }

        /** What was gathered so far. */
        public StudyResult build() {
            return new StudyResult(this);
        }
    }

    /** What every random choice followed from. */
    public long seed() {
        return seed;
    }

    /** The encoders that could be opened, by label, in the study's order. */
    public Map<String, EncoderInfo> encoders() {
        return encoders;
    }

    /** The tags of the encoders that could be opened. */
    public Map<String, Map<String, String>> tags() {
        return tags;
    }

    /** The labels of the encoders that are compared: all but the {@linkplain #baselines() baselines}. */
    public List<String> compared() {
        return encoders.keySet().stream().filter(label -> !isBaseline(label)).toList();
    }

    /** The labels of the encoders that the others are expected to beat. */
    public List<String> baselines() {
        return encoders.keySet().stream().filter(this::isBaseline).toList();
    }

    private boolean isBaseline(String label) {
        return StudyEncoder.BASELINE.equals(tags.get(label).get(StudyEncoder.ROLE));
    }

    /** The data sets, in the study's order. */
    public List<StudyData> datasets() {
        return datasets;
    }

    /** The results of single encoders: by encoder, data set, metric, variant. */
    public List<StudyRow> rows() {
        return rows;
    }

    /** The results that concern several encoders: pairs on each data set, ranks over all. */
    public List<StudyRow> comparisons() {
        return comparisons;
    }

    /** The results of single encoders, then those of several: what the files hold. */
    public List<StudyRow> allRows() {
        return Stream.concat(rows.stream(), comparisons.stream()).toList();
    }

    /** The results of an encoder, or of a pair of encoders, on a data set; without any, nothing was measured. */
    public Results results(String encoder, String dataset) {
        return results.getOrDefault(List.of(encoder, dataset), Results.of(List.of()));
    }

    /** What readers of each encoder say of single images. */
    public List<ImageReading> readings() {
        return readings;
    }

    /** What the overlay suite found, where it was asked. */
    public List<StudyVerdict> verdicts() {
        return verdicts;
    }

    /** What the overlay suite found of an encoder on a data set, if it was asked. */
    public Optional<OverlayVerdict> verdict(String encoder, String dataset) {
        return verdicts.stream()
                .filter(each -> each.encoder().equals(encoder) && each.dataset().equals(dataset))
                .map(StudyVerdict::verdict)
                .findFirst();
    }

    /** What could not be done. */
    public List<StudyFailure> failures() {
        return failures;
    }

    /** One for each encoder, data set and method. */
    public List<StudyMap> maps() {
        return maps;
    }

    /** Overlaid images of each data set. */
    public List<OverlayExample> examples() {
        return examples;
    }

    /** Small pictures of the images; none if the study was to have none. */
    public List<Thumbnail> thumbnails() {
        return thumbnails;
    }

    /** Small pictures of images whose class changes when a text is drawn, of each data set the worst first. */
    public List<FlipPicture> flips() {
        return flips;
    }

    /** What an encoder took the images of a data set for, clean and overlaid; empty where nothing was drawn. */
    public List<OverlaidImage> overlaid(String encoder, String dataset) {
        return overlaid.getOrDefault(List.of(encoder, dataset), List.of());
    }

    /** What each encoder does to an image before it looks; those that do not say are missing. */
    public Map<String, PreprocessSpec> preprocessing() {
        return preprocessing;
    }

    /** How long the stages took. */
    public List<StudyTime> times() {
        return times;
    }

    /** What is missing, in a sentence, where the study has not ended. */
    public Optional<String> partial() {
        return partial;
    }

    /** What pages show first. */
    public StudyPages pages() {
        return pages;
    }
}
