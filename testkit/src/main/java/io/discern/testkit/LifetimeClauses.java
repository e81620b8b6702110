package io.discern.testkit;

import io.discern.VisionLanguageEncoder;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What closing does, and what is left afterwards. */
record LifetimeClauses(Subject subject) {

    void closeTwice() {
        Clause clause = new Clause("close twice");
        VisionLanguageEncoder encoder = subject.open();
        encoder.encodeImages(Subject.IMAGES.subList(0, 1));
        encoder.close();
        try {
            encoder.close();
        } catch (RuntimeException thrown) {
            throw clause.broken("a second close to do nothing", thrown);
        }
    }

    void useAfterClose() {
        Clause clause = new Clause("use after close");
        VisionLanguageEncoder encoder = subject.open();
        boolean texts;
        try (encoder) {
            encoder.encodeImages(Subject.IMAGES.subList(0, 1));
            texts = Subject.encodesTexts(encoder);
        }
        String expected = "an IllegalStateException";
        clause.requireThrown(
                expected,
                "encodeImages on a closed encoder",
                () -> encoder.encodeImages(Subject.IMAGES.subList(0, 1)),
                IllegalStateException.class);
        if (texts) {
            clause.requireThrown(
                    expected,
                    "encodeTexts on a closed encoder",
                    () -> encoder.encodeTexts(List.of("a nevus")),
                    IllegalStateException.class);
        }
    }

    /**
     * Opens, encodes and closes again and again.
     *
     * @param cycles in a round, at least 1
     * @param liveNatives what the library holds now, if it can be counted; otherwise the process's memory is watched
     */
    void natives(int cycles, Supplier<OptionalLong> liveNatives) {
        Clause clause = new Clause("natives");
        OptionalLong before = liveNatives.get();
        if (before.isPresent()) {
            cycle(cycles);
            long after = liveNatives.get().orElseThrow();
            clause.require(
                    after == before.getAsLong(),
                    before.getAsLong() + " as before",
                    "%d natives are live after opening and closing %d times",
                    after,
                    cycles);
            return;
        }
        if (ResidentMemory.bytes().isEmpty()) {
            throw clause.skipped("liveNatives() is not overridden, and this system has no /proc/self/smaps");
        }
        ResidentMemory.Growth growth = ResidentMemory.growth(() -> cycle(cycles));
        clause.require(
                !growth.steady(),
                "memory that stops growing",
                "opening and closing %d times again and again grew the process by %s KiB a time",
                cycles,
                growth.kibibytes());
    }

    private void cycle(int times) {
        for (int i = 0; i < times; i++) {
            try (VisionLanguageEncoder encoder = subject.open()) {
                encoder.encodeImages(Subject.IMAGES.subList(0, 2));
                Subject.encodesTexts(encoder);
            }
        }
    }
}
