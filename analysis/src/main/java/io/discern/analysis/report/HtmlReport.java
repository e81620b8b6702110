package io.discern.analysis.report;

import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A study as one HTML page that needs nothing else: what it says in words, all data sets at a glance, then each data set with its numbers, charts, classes,
 * maps, images and overlays, encoder against encoder, failures, and how to repeat it.
 */
public final class HtmlReport {
    /** Beyond so many encoders times data sets most is folded. */
    private static final int MOST_OPEN = 24;

    private HtmlReport() {}

    /**
     * The page as text.
     *
     * @throws java.util.NoSuchElementException if a headline shows what nobody measured; the message names what there is
     */
    public static String render(StudyResult study) {
        return render(study, Optional.empty());
    }

    /**
     * The page as text, with how to repeat the study.
     *
     * @throws java.util.NoSuchElementException if a headline shows what nobody measured; the message names what there is
     */
    public static String render(StudyResult study, Repetition repetition) {
        return render(study, Optional.of(repetition));
    }

    private static String render(StudyResult study, Optional<Repetition> repetition) {
        List<String> compared = study.compared();
        Set<String> pairs = compared.stream()
                .flatMap(first -> compared.stream().map(second -> StudyRow.pair(first, second)))
                .collect(Collectors.toSet());
        MeasuredHeadlines.require(study.pages().summary(), rowsOf(study.rows(), compared));
        MeasuredHeadlines.require(study.pages().overlay(), rowsOf(study.rows(), compared));
        MeasuredHeadlines.require(study.pages().pairs(), rowsOf(study.comparisons(), pairs));
        return rendered(study, repetition);
    }

    /** Writes the page atomically, in UTF-8. */
    public static void write(StudyResult study, Path file) throws IOException {
        write(render(study), file);
    }

    /** Writes the page with how to repeat the study, atomically, in UTF-8. */
    public static void write(StudyResult study, Repetition repetition, Path file) throws IOException {
        write(render(study, repetition), file);
    }

    private static void write(String page, Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    /** Baselines have no text tower and are in no pair of the compared: their rows say nothing of what somebody asked for. */
    private static List<StudyRow> rowsOf(List<StudyRow> rows, Collection<String> encoders) {
        return rows.stream().filter(row -> encoders.contains(row.encoder())).toList();
    }

    private static String rendered(StudyResult study, Optional<Repetition> repetition) {
        Who who = Who.of(study);
        List<StandingFinding> standings = StandingFinding.of(study);
        PictureSection pictures = new PictureSection(study);
        Page page = new Page();
        study.partial().ifPresent(missing -> page.notice("Partial.", missing));
        page.section("In words", WordsSection.of(study, standings));
        page.section("Groups of encoders", GroupTable.of(study));
        page.section("All data sets", OverviewTable.of(study, who, standings));
        boolean small = study.compared().size() * study.datasets().size() <= MOST_OPEN;
        study.datasets()
                .forEach(data ->
                        page.section(data.name(), DataSetPart.of(study, data, who, pictures, standings, small)));
        page.section("Encoder against encoder", PairTable.of(study, who));
        page.section("Images of one group", DataSection.of(study, who));
        page.section("Failures", FailureTable.of(study.failures(), "more stand in results.json"));
        page.section("How to repeat this", RepeatSection.of(study, repetition));
        int images = study.datasets().stream().mapToInt(StudyData::images).sum();
        String baselines = study.baselines().isEmpty()
                ? ""
                : " and " + count(study.baselines().size(), "baseline");
        return page.rendered(
                "what the encoders tell apart",
                count(study.compared().size(), "encoder") + baselines + " on "
                        + count(study.datasets().size(), "data set") + " with " + count(images, "labelled image")
                        + ": how well the embeddings separate the classes, and how much of what an encoder sees is text burned"
                        + " into the picture.",
                MapPlot.marks(study.maps().stream()
                                .mapToInt(map -> map.classes().size())
                                .max()
                                .orElse(0))
                        + pictures.data());
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
