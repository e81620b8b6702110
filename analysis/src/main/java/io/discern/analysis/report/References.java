package io.discern.analysis.report;

import io.discern.analysis.study.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of what was measured, as BibTeX. Each entry of the file follows a line with a word of the metrics and variants that it stands behind. */
final class References {
    private static final Pattern ENTRY = Pattern.compile("% (\\S+)\n(@\\w+\\{(\\w+),.*?\n\\})\n", Pattern.DOTALL);

    /**
     * An entry.
     *
     * @param word of the names of results
     * @param key what is cited
     * @param text the entry
     */
    private record Entry(String word, String key, String text) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Those of a study. */
    References(StudyResult study) {
        Set<String> names = study.allRows().stream()
                .flatMap(row -> Stream.of(row.result().metric(), row.result().variant()))
                .collect(Collectors.toSet());
        for (Matcher entry = ENTRY.matcher(PageHead.resource("references.bib")); entry.find(); ) {
            String word = entry.group(1);
            if (names.stream().anyMatch(name -> name.contains(word))) {
                entries.add(new Entry(word, entry.group(3), entry.group(2)));
            }
        }
    }

    /** The file. */
    String bibtex() {
        return entries.stream().map(entry -> entry.text + "\n").collect(Collectors.joining("\n"));
    }

    /** What is cited, for a sentence that says where a table comes from; empty if nothing is. */
    List<String> keys() {
        return entries.stream().map(Entry::key).distinct().toList();
    }
}
