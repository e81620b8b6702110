package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.study.ComparisonStudy;
import io.discern.analysis.study.StudyRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The results that the page shows first.
 *
 * @param title of the column and the chart
 * @param explanation what the number says, for readers who do not know it
 * @param metric the metric
 * @param variants the variants that answer it, the best first; the first with a value is shown
 * @param percent whether it is a share
 * @param higherIsBetter whether more is better
 * @param control what the null value is called; empty if it is 0 by definition
 */
record Headline(
        String title,
        String explanation,
        String metric,
        List<String> variants,
        boolean percent,
        boolean higherIsBetter,
        String control) {

    static final List<Headline> ALL = List.of(
            new Headline(
                    "Class separation",
                    "Fisher trace ratio on unit rows, classes weighted equally: spread between classes over spread within"
                            + " them. Higher separates better.",
                    "fisher",
                    List.of("trace-ratio-balanced,unit"),
                    false,
                    true,
                    "chance"),
            new Headline(
                    "5-NN balanced accuracy",
                    "Mean recall over classes when the five most similar other images vote; images of the same patient or"
                            + " lesion are left out where groups are known. Higher is better.",
                    "knn",
                    List.of("group-loo,k=5,balanced", "loo,k=5,balanced"),
                    true,
                    true,
                    "chance"),
            new Headline(
                    "Text shift",
                    "How far a burned-in class name moves the embedding beyond what its blank box does, in cosine distance."
                            + " Nearer 0 is better.",
                    "overlay",
                    List.of("text-shift"),
                    false,
                    false,
                    ""),
            new Headline(
                    "Flips to the named class",
                    "Share of images whose 5-NN class becomes the wrong class that the text names. Lower is better.",
                    "overlay",
                    List.of("flip-to-named,k=5"),
                    true,
                    false,
                    "blank box"),
            new Headline(
                    "Prediction flips",
                    "Share of images whose 5-NN class changes at all when the text is drawn. Lower is better.",
                    "overlay",
                    List.of("flip-rate,k=5"),
                    true,
                    false,
                    "blank box"),
            new Headline(
                    "Accuracy lost to text",
                    "5-NN accuracy of the clean images minus that of the same images with text. Lower is better.",
                    "overlay",
                    List.of("accuracy-drop,k=5"),
                    true,
                    false,
                    "blank box"));

    /** The result to show: the first variant with a value, else one that is absent with its reason. */
    Optional<MetricResult> of(List<StudyRow> rows, String encoder, String dataset) {
        List<MetricResult> here = rows.stream()
                .filter(row -> row.encoder().equals(encoder) && row.dataset().equals(dataset))
                .map(StudyRow::result)
                .filter(result -> result.metric().equals(ComparisonStudy.FAILED_STAGE)
                        || result.metric().equals(metric) && variants.contains(result.variant()))
                .toList();
        return here.stream()
                .filter(result -> result.value().isPresent())
                .min(Comparator.comparingInt(result -> variants.indexOf(result.variant())))
                .or(() -> here.stream().findFirst());
    }
}
