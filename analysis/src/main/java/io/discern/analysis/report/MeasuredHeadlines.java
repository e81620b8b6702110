package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.Results;
import io.discern.analysis.study.StudyRow;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** Headlines that somebody measured: one that nobody did is a mistake, not a column without values. */
final class MeasuredHeadlines {
    private MeasuredHeadlines() {}

    /**
     * Refuses headlines of which no row holds a result, unless a failure may have taken it away or there is no row at all.
     *
     * @throws NoSuchElementException if there is one; the message names what there is
     */
    static void require(List<Headline> headlines, List<StudyRow> rows) {
        Results all = Results.of(rows.stream().map(StudyRow::result).toList());
        for (Headline headline : headlines) {
            if (!rows.isEmpty() && headline.in(all).isEmpty()) {
                String keys = headline.keys().stream()
                        .map(key -> key.metric() + " " + key.variant())
                        .collect(Collectors.joining(" or "));
                throw new NoSuchElementException("headline '" + headline.title() + "' shows " + keys
                        + ", which nobody measured; there are " + all.named());
            }
        }
    }
}
