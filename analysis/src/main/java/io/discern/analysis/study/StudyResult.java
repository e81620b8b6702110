package io.discern.analysis.study;

import io.discern.EncoderInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that a study found.
 *
 * @param encoders the encoders that could be opened, by label, in the study's order
 * @param datasets the data sets, in the study's order
 * @param rows the results: by encoder, data set, metric, variant
 * @param comparisons the results that concern several encoders: pairs on each data set, ranks over all
 * @param failures what could not be done
 * @param maps one for each encoder and data set that was embedded
 * @param examples overlaid images of each data set
 * @param times how long the stages took
 * @param seed what every random choice followed from
 */
public record StudyResult(
        Map<String, EncoderInfo> encoders,
        List<StudyData> datasets,
        List<StudyRow> rows,
        List<StudyRow> comparisons,
        List<StudyFailure> failures,
        List<StudyMap> maps,
        List<OverlayExample> examples,
        List<StudyTime> times,
        long seed) {

    /** Copies. */
    public StudyResult {
        encoders = Collections.unmodifiableMap(new LinkedHashMap<>(encoders));
        datasets = List.copyOf(datasets);
        rows = List.copyOf(rows);
        comparisons = List.copyOf(comparisons);
        failures = List.copyOf(failures);
        maps = List.copyOf(maps);
        examples = List.copyOf(examples);
        times = List.copyOf(times);
    }

    /** The results of single encoders, then those of several: what the files hold. */
    public List<StudyRow> allRows() {
        return Stream.concat(rows.stream(), comparisons.stream()).toList();
    }
}
