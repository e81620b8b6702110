package io.discern.analysis.report;

import io.discern.analysis.study.StudyResult;
import io.discern.store.OutputSet;
import java.io.IOException;

/** What every program that studies something says of it: the page, the tables for scripts and those for a paper. */
public final class StudyReports {
    private StudyReports() {}

    /**
     * Writes {@code results.csv}, {@code results.json}, {@code per_image.csv}, {@code report.html} and the tables of {@link PaperReport}.
     *
     * @param files takes them; committing them stays the caller's
     * @throws IOException if one cannot be written
     */
    public static void write(StudyResult result, Repetition repetition, OutputSet files) throws IOException {
        CsvReport.write(result.allRows(), files.file("results.csv"));
        JsonReport.write(JsonReport.render(result, repetition.manifest()), files.file("results.json"));
        ImageReport.write(result, files.file("per_image.csv"));
        HtmlReport.write(result, repetition, files.file("report.html"));
        PaperReport.write(result, repetition, files::file);
    }
}
