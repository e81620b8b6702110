package io.discern.analysis.study;

import io.discern.VisionLanguageEncoder;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Encodes the first batches of each cell of a study, to know how long all of them will take. */
final class StudyProbe {
    private final StudyParts parts;

    StudyProbe(StudyParts parts) {
        this.parts = parts;
    }

    /** What ends a run that was only to be measured. */
    private static final class Probed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Probed() {
            super("probed", null, false, false);
        }
    }

    /** The time from the end of the first batch, which warms up, to that of the second. */
    private static final class Clock implements RunListener {
        private final long start = System.nanoTime();
        private long first;
        private int before = -1;
        private OptionalDouble perImage = OptionalDouble.empty();

        @Override
        public void onProgress(int done, int total) {
            long now = System.nanoTime();
            if (before < 0) {
                before = done;
                first = now;
                perImage = done == 0 ? perImage : OptionalDouble.of((now - start) * 1e-9 / done);
            } else {
                perImage = OptionalDouble.of((now - first) * 1e-9 / (done - before));
            }
            if (before != done && done < total) {
                throw new Probed();
            }
        }
    }

    /** A cell for each data set. */
    List<StudyPlan.Cell> cells(StudyEncoder source, List<LabeledImages> datasets) {
        List<StudyPlan.Cell> cells = new ArrayList<>();
        VisionLanguageEncoder encoder = null;
        try {
            encoder = source.source().open();
            for (LabeledImages images : datasets) {
                cells.add(cell(source, encoder, images));
            }
        } catch (IOException | RuntimeException | LinkageError failed) {
            String reason = failed.getMessage() == null ? failed.toString() : failed.getMessage();
            for (LabeledImages images : datasets.subList(cells.size(), datasets.size())) {
                cells.add(new StudyPlan.Cell(
                        source.label(), images.name(), 0, 0, OptionalDouble.empty(), Optional.of(reason)));
            }
        } finally {
            if (encoder != null && source.owned()) {
                encoder.close();
            }
        }
        return cells;
    }

    private StudyPlan.Cell cell(StudyEncoder source, VisionLanguageEncoder encoder, LabeledImages images)
            throws IOException {
        if (encoder instanceof StoredRows) {
            return new StudyPlan.Cell(
                    source.label(),
                    images.name(),
                    images.size(),
                    images.size(),
                    OptionalDouble.empty(),
                    Optional.empty());
        }
        EmbeddingRun run = EmbeddingRun.with(encoder);
        run = parts.batchSize == 0 ? run : run.batchSize(parts.batchSize);
        long kept = parts.store.isEmpty() ? 0 : run.keptIn(parts.store.get()).kept(images);
        int drawn = source.isBaseline()
                ? 0
                : parts.overlay.map(OverlayExperiment::conditionCount).orElse(0);
        long all = (1L + drawn) * images.size();
        Optional<String> problem = Optional.empty();
        Clock clock = new Clock();
        // Where all clean images are kept nothing is left to encode that the run would not encode again.
        if (kept < images.size()) {
            try {
                EmbeddingRun timed = run.listener(clock);
                parts.store.map(timed::keptIn).orElse(timed).run(images);
            } catch (Probed done) {
                // as meant
            } catch (RuntimeException failed) {
                problem = Optional.of(failed.getMessage() == null ? failed.toString() : failed.getMessage());
            }
        }
        return new StudyPlan.Cell(source.label(), images.name(), all, kept, clock.perImage, problem);
    }
}
