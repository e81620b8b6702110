package io.discern.examples;

import io.discern.analysis.study.Study;
import io.discern.dataset.LabeledImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data sets of a study as far as they could be opened: one that could not is told at once and costs its own cells. */
final class OpenedData {
    private final List<LabeledImages> images = new ArrayList<>();
    private final Map<String, String> lost = new LinkedHashMap<>();
    private IOException first;

    /** Opens a data set. */
    interface Source {
        LabeledImages open() throws IOException;
    }

    /** Opens one more. */
    void add(String name, Source source) {
        try {
            images.add(source.open());
        } catch (IOException failed) {
            System.err.println("failed: " + name + ": " + failed.getMessage());
            first = first == null ? failed : first;
            lost.put(name, failed.getMessage());
        }
    }

    /**
     * Those that could be opened.
     *
     * @throws IOException why the first could not, if none could
     */
    List<LabeledImages> images() throws IOException {
        if (images.isEmpty() && first != null) {
            throw first;
        }
        return List.copyOf(images);
    }

    /** The study with the cells that are lost. */
    Study lostIn(Study study) {
        Study all = study;
        for (Map.Entry<String, String> each : lost.entrySet()) {
            all = all.withLost(each.getKey(), each.getValue());
        }
        return all;
    }
}
