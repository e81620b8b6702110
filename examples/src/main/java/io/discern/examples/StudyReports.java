package io.discern.examples;

import io.discern.analysis.report.CsvReport;
import io.discern.analysis.report.HtmlReport;
import io.discern.analysis.report.ImageReport;
import io.discern.analysis.report.JsonReport;
import io.discern.analysis.report.PaperReport;
import io.discern.analysis.report.Repetition;
import io.discern.analysis.study.StudyResult;
import io.discern.store.OutputSet;
import java.io.IOException;

/** What every program that studies something says of it: the page, the tables for scripts and those for a paper. */
final class StudyReports {
    private StudyReports() {}

    static void write(StudyResult result, Repetition repetition, OutputSet files) throws IOException {
        CsvReport.write(result.allRows(), files.file("results.csv"));
        JsonReport.write(JsonReport.render(result, repetition.manifest()), files.file("results.json"));
        ImageReport.write(result, files.file("per_image.csv"));
        HtmlReport.write(result, repetition, files.file("report.html"));
        PaperReport.write(result, repetition, files::file);
    }
}
