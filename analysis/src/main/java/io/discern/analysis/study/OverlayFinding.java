package io.discern.analysis.study;

import io.discern.analysis.overlay.verdict.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What overlays showed of an encoder on a data set, or what is to be known of the names that were drawn, in a sentence.
 *
 * @param dataset the data set's name
 * @param encoders whom it is said of
 * @param text what is said
 */
public record OverlayFinding(String dataset, List<String> encoders, String text) {

    /** Copies. */
    public OverlayFinding {
        encoders = List.copyOf(encoders);
    }

    /** Of every data set the verdict on each encoder, then each caveat once. */
    public static List<OverlayFinding> of(StudyResult study) {
        List<OverlayFinding> findings = new ArrayList<>();
        for (StudyData data : study.datasets()) {
            Map<String, List<String>> caveats = new LinkedHashMap<>();
            for (StudyVerdict found : study.verdicts()) {
                if (found.dataset().equals(data.name())) {
                    String text = found.verdict().findings().stream()
                            .map(Finding::toString)
                            .collect(Collectors.joining("; "));
                    findings.add(new OverlayFinding(data.name(), List.of(found.encoder()), text));
                    found.verdict()
                            .caveats()
                            .forEach(caveat -> caveats.computeIfAbsent(caveat, unseen -> new ArrayList<>())
                                    .add(found.encoder()));
                }
            }
            caveats.forEach((caveat, encoders) -> findings.add(new OverlayFinding(data.name(), encoders, caveat)));
        }
        return findings;
    }

    /** The encoders and what is said of them. */
    public String sentence() {
        return String.join(", ", encoders) + ": " + text;
    }
}
