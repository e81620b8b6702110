package io.discern.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.ImageAudit;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.PixelMode;
import io.discern.image.RgbImage;
import io.discern.image.SourceImage;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingStoreTest {
    private static final int BATCH = 4;
    private static final int IMAGES = 26;
    private static final Set<Integer> UNREADABLE = Set.of(2, 7, 12, 24);

    @TempDir
    Path folder;

    /** Its rows depend on the whole batch, as those of real engines do in their last bits. */
    private static final class Batched implements VisionLanguageEncoder {
        private final String model;
        private final List<Integer> encoded = new ArrayList<>();
        private int dim = 2;
        private int stopAfter = Integer.MAX_VALUE;
        private boolean refusesEight;

        Batched(String model) {
            this.model = model;
        }

        @Override
        public EncoderInfo info() {
            EncoderInfo info = EncoderInfo.of("batched", dim);
            return model.isEmpty() ? info : info.withProvenance("image model sha256", model);
        }

        @Override
        public BatchSize batchSize() {
            return new BatchSize(BATCH, false);
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            if (stopAfter-- == 0) {
                throw new Stopped();
            }
            float sum = 0;
            for (RgbImage image : images) {
                int value = image.pixels()[0];
                if (refusesEight && value == 8) {
                    throw new EncoderException("no eights");
                }
                encoded.add(value);
                sum += value;
            }
            float[] rows = new float[images.size() * dim];
            for (int i = 0; i < images.size(); i++) {
                rows[dim * i] = images.get(i).pixels()[0];
                rows[dim * i + 1] = sum;
            }
            return Embeddings.ofRows(dim, rows);
        }
    }

    /** What ends a process. */
    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1;
    }

    private static LabeledImages images(int count) throws IOException {
        return ImageAudit.of(
                new LabeledImages(
                        "grays",
                        IntStream.range(0, count)
                                .mapToObj(i -> LabeledImage.of("image-" + i, "class-" + i % 2, () -> gray(i)))
                                .toList()),
                ImageAudit.CopyPolicy.KEEP,
                done -> {});
    }

    private static RgbImage gray(int value) throws IOException {
        if (UNREADABLE.contains(value)) {
            throw new IOException("image-" + value + ": unreadable");
        }
        return RgbImage.of(1, 1, new byte[] {(byte) value, 0, 0});
    }

    private static LabeledImages changed(LabeledImages images, int place, LabeledImage by) {
        List<LabeledImage> rows = new ArrayList<>(images.images());
        rows.set(place, by);
        return new LabeledImages(images.name(), rows, images.audit());
    }

    private static RunResult run(VisionLanguageEncoder encoder, EmbeddingStore store, LabeledImages images) {
        return EmbeddingRun.with(encoder).keptIn(store).run(images);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void aRunThatWasStoppedGoesOnWithTheSameBatchesAndNothingTwice(int batches) throws IOException {
        LabeledImages images = images(IMAGES);
        RunResult whole = EmbeddingRun.with(new Batched("m")).run(images);
        for (EmbeddingStore store :
                List.of(EmbeddingStore.ofOneRun(folder.resolve("one")), EmbeddingStore.at(folder.resolve("many")))) {
            Batched first = new Batched("m");
            first.stopAfter = batches;
            assertThatThrownBy(() -> run(first, store, images)).isInstanceOf(Stopped.class);
            Batched second = new Batched("m");
            RunResult continued = run(second, store, images);
            assertThat(continued.embeddings().values())
                    .isEqualTo(whole.embeddings().values());
            assertThat(continued.embeddings().ids())
                    .isEqualTo(whole.embeddings().ids());
            assertThat(continued.failures()).isEqualTo(whole.failures()).hasSize(UNREADABLE.size());
            assertThat(first.encoded).hasSize(BATCH * batches);
            assertThat(Stream.concat(first.encoded.stream(), second.encoded.stream()))
                    .doesNotHaveDuplicates()
                    .hasSize(IMAGES - UNREADABLE.size());
        }
    }

    @Test
    void whatIsSavedWhileItRunsOutlivesTheProcess() throws IOException {
        LabeledImages images = images(IMAGES);
        EmbeddingStore store = EmbeddingStore.ofOneRun(folder.resolve("run"));
        Path copy = folder.resolve("killed");
        RunListener kill = new RunListener() {
            @Override
            public void onProgress(int done, int total) {
                try {
                    store.save();
                    if (done > IMAGES / 2 && Files.notExists(copy)) {
                        copy(folder.resolve("run"), copy);
                    }
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        };
        RunResult whole =
                EmbeddingRun.with(new Batched("m")).keptIn(store).listener(kill).run(images);
        Batched second = new Batched("m");
        RunResult continued = run(second, EmbeddingStore.ofOneRun(copy), images);
        assertThat(continued.embeddings().values()).isEqualTo(whole.embeddings().values());
        assertThat(second.encoded).isNotEmpty().hasSizeLessThan(IMAGES / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void rowsThatPassThroughAFolderAreWrittenAsThoseInMemoryWouldBe(int batches) throws IOException {
        LabeledImages images = images(IMAGES);
        Path expected = folder.resolve("memory.npy");
        WrittenRun inMemory = EmbeddingRun.with(new Batched("m")).write(images, expected);
        EmbeddingStore store = EmbeddingStore.ofOneRun(folder.resolve("run"));
        Batched first = new Batched("m");
        first.stopAfter = batches;
        Path npy = folder.resolve("passed.npy");
        assertThatThrownBy(() -> EmbeddingRun.with(first).keptIn(store).write(images, npy))
                .isInstanceOf(Stopped.class);
        assertThat(npy).doesNotExist();
        Batched second = new Batched("m");
        WrittenRun passed = EmbeddingRun.with(second).keptIn(store).write(images, npy);
        assertThat(npy).hasSameBinaryContentAs(expected);
        assertThat(passed.images().images()).isEqualTo(inMemory.images().images());
        assertThat(passed.failures()).isEqualTo(inMemory.failures()).hasSize(UNREADABLE.size());
        assertThat(Stream.concat(first.encoded.stream(), second.encoded.stream()))
                .doesNotHaveDuplicates()
                .hasSize(IMAGES - UNREADABLE.size());
    }

    /** Rows of numbers that tell their image and component. */
    private record Wide(int dim) implements VisionLanguageEncoder {
        @Override
        public EncoderInfo info() {
            return EncoderInfo.of("wide", dim).withProvenance("image model sha256", "wide");
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            float[] rows = new float[images.size() * dim];
            for (int i = 0; i < images.size(); i++) {
                byte[] pixel = images.get(i).pixels();
                int number = (pixel[0] & 0xff) << 16 | (pixel[1] & 0xff) << 8 | pixel[2] & 0xff;
                rows[i * dim] = number;
                rows[(i + 1) * dim - 1] = -number;
            }
            return Embeddings.ofRows(dim, rows);
        }
    }

    /** Takes 17 GB of disk, and a few minutes. */
    @Test
    @Tag("slow")
    void moreValuesThanAnArrayHoldsPassThroughShardsAlsoIfItIsStopped() throws IOException {
        int dim = 1 << 17;
        int count = (1 << 14) + 40; // 2^31 values and five million more
        LabeledImages images = ImageAudit.of(
                new LabeledImages(
                        "many",
                        IntStream.range(0, count)
                                .mapToObj(i -> LabeledImage.of(
                                        "" + i,
                                        "class",
                                        () -> RgbImage.of(
                                                1, 1, new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i})))
                                .toList()),
                ImageAudit.CopyPolicy.KEEP,
                done -> {});
        assertThatThrownBy(() -> EmbeddingRun.with(new Wide(dim)).run(images))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EmbeddingRun.write puts more into a file");
        Path npy = folder.resolve("many.npy");
        EmbeddingStore store = EmbeddingStore.ofOneRun(folder.resolve("run"));
        EmbeddingRun run = EmbeddingRun.with(new Wide(dim)).keptIn(store);
        assertThatThrownBy(() -> run.listener(new RunListener() {
                            @Override
                            public void onProgress(int done, int total) {
                                if (done > 9000) {
                                    throw new Stopped();
                                }
                            }
                        })
                        .write(images, npy))
                .isInstanceOf(Stopped.class);
        assertThat(run.write(images, npy).images().size()).isEqualTo(count);
        NpyArray rows = Npy.read(npy);
        assertThat(rows.shape()).containsExactly(count, dim);
        for (int row : new int[] {0, 1, 8999, 9000, 9001, 9032, (1 << 14) - 1, 1 << 14, count - 1}) {
            float[] values = rows.toFloats((long) row * dim, dim);
            assertThat(List.of(values[0], values[1], values[dim - 1]))
                    .as("row " + row)
                    .containsExactly((float) row, 0f, (float) -row);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** An unfinished run of ten images, stopped after two batches. */
    private EmbeddingStore unfinished() throws IOException {
        EmbeddingStore store = EmbeddingStore.ofOneRun(folder.resolve("run"));
        Batched stopped = new Batched("m");
        stopped.stopAfter = 2;
        LabeledImages images = images(IMAGES);
        assertThatThrownBy(() -> run(stopped, store, images)).isInstanceOf(Stopped.class);
        return store;
    }

    @Test
    void anotherRunIsRefusedAndWhatDiffersIsNamed() throws IOException {
        EmbeddingStore store = unfinished();
        LabeledImages images = images(IMAGES);
        assertThatThrownBy(() -> run(new Batched("n"), store, images))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.resolve("run") + ": holds an unfinished run that is another")
                .hasMessageContaining("the encoder's image model sha256 was m and is n")
                .hasMessageContaining("remove that folder");
        assertThatThrownBy(() -> EmbeddingRun.with(new Batched("m"))
                        .batchSize(5)
                        .keptIn(store)
                        .run(images))
                .hasMessageContaining("the images at once was 4 and is 5");
        assertThatThrownBy(() -> run(new Batched("m"), store, images(IMAGES - 1)))
                .hasMessageContaining("image image-25 is gone (26 images then, 25 now)");
        assertThatThrownBy(() -> run(new Batched("m"), store, images(IMAGES + 1)))
                .hasMessageContaining("image 27 was none and is image-26 (26 images then, 27 now)");
        LabeledImage changed = images.images().get(3).withContent("1x1 other");
        assertThatThrownBy(() -> run(new Batched("m"), store, changed(images, 3, changed)))
                .hasMessageContaining("image-3 has changed: it was 1x1 ")
                .hasMessageContaining(" and is 1x1 other");
        LabeledImage vanished = images.images().get(3).withContent(LabeledImage.UNREADABLE);
        assertThatThrownBy(() -> run(new Batched("m"), store, changed(images, 3, vanished)))
                .hasMessageContaining(" and is unreadable");
        assertThat(run(new Batched("m"), store, images).failures()).hasSize(UNREADABLE.size());
    }

    @Test
    void damagedOrMissingShardsAreNamed() throws IOException {
        EmbeddingStore store = unfinished();
        LabeledImages images = images(IMAGES);
        Path shard = folder.resolve("run/rows-000000000.npy");
        byte[] good = Files.readAllBytes(shard);
        byte[] bad = good.clone();
        bad[bad.length - 1] ^= 1;
        Files.write(shard, bad);
        assertThatThrownBy(() -> run(new Batched("m"), store, images))
                .hasMessageContaining(shard + ": has SHA-256 ")
                .hasMessageContaining("changed or damaged");
        Files.delete(shard);
        assertThatThrownBy(() -> run(new Batched("m"), store, images)).hasMessageContaining(shard + ": no such file");
        Files.write(shard, good);
        Path first = folder.resolve("run/rows-000000000.json");
        String text = Files.readString(first);
        Files.move(first, folder.resolve("run/rows-000000099.json"));
        assertThatThrownBy(() -> run(new Batched("m"), store, images))
                .hasMessageContaining(first + ": is missing, and there are later ones");
        Files.writeString(first, text.replaceFirst("\"to\":\\d+", "\"to\":99"));
        assertThatThrownBy(() -> run(new Batched("m"), store, images))
                .hasMessageContaining(first + ": ends at image 99 of 26");
    }

    @Test
    void whatWasComputedOnceIsTakenByEveryLaterRun() throws IOException {
        EmbeddingStore store = EmbeddingStore.at(folder.resolve("kept"));
        LabeledImages images = images(IMAGES);
        RunResult first = run(new Batched("m"), store, images);
        Batched again = new Batched("m");
        assertThat(List.of(store.taken(), store.encoded())).containsExactly(0, IMAGES);
        EmbeddingStore later = EmbeddingStore.at(folder.resolve("kept"));
        LabeledImages relabelled = changed(images, 0, images.images().get(0).withLabel("another"));
        RunResult second = run(again, later, relabelled);
        assertThat(again.encoded).isEmpty();
        assertThat(List.of(later.taken(), later.encoded())).containsExactly(IMAGES - UNREADABLE.size(), 0);
        assertThat(second.embeddings().values()).isEqualTo(first.embeddings().values());
        assertThat(second.failures()).isEqualTo(first.failures());
        assertThat(second.images().images().get(0).label()).isEqualTo("another");
        Batched other = new Batched("n");
        run(other, store, images);
        assertThat(other.encoded).hasSize(IMAGES - UNREADABLE.size());
        Batched fewer = new Batched("m");
        run(fewer, store, images(9));
        assertThat(fewer.encoded).hasSize(9 - 2);
        assertThat(entries()).hasSize(3).allMatch(name -> name.matches("grays-batched-[0-9a-f]{16}"));
    }

    private Set<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void anImageThatCouldNotBeEncodedIsTriedOnceMore() throws IOException {
        EmbeddingStore store = EmbeddingStore.at(folder.resolve("kept"));
        LabeledImages images = images(IMAGES);
        Batched fails = new Batched("m");
        fails.refusesEight = true;
        assertThat(run(fails, store, images).failures()).hasSize(UNREADABLE.size() + 1);
        Batched works = new Batched("m");
        RunResult result = run(works, store, images);
        assertThat(works.encoded).containsExactly(8);
        assertThat(result.failures()).hasSize(UNREADABLE.size());
        assertThat(result.embeddings().ids()).contains("image-8");
        assertThat(result.embeddings().row(result.embeddings().ids().indexOf("image-8"))[0])
                .isEqualTo(8);
    }

    /** Gives the first byte of what a model that converts last would resize. */
    private static final class ConvertsLast implements VisionLanguageEncoder {
        @Override
        public EncoderInfo info() {
            return EncoderInfo.of("converts last", 1).withProvenance("image model sha256", "last");
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            float[] rows = new float[images.size()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = images.get(i)
                        .source()
                        .map(source -> source.mode().ordinal() + source.samples()[0])
                        .orElse(-1);
            }
            return Embeddings.ofRows(1, rows);
        }
    }

    /** Two pixels, white and black, in RGB; what the files hold differs. */
    private static List<RgbImage> equalInRgb() {
        byte white = (byte) 255;
        byte[] twoColours = {0, 0, 0, white, white, white};
        byte[] otherOrder = {white, white, white, 0, 0, 0};
        return List.of(
                RgbImage.of(2, 1, new byte[] {white, white, white, 0, 0, 0}),
                SourceImage.ofPalette(2, 1, new byte[] {1, 0}, twoColours).toRgb(),
                SourceImage.ofPalette(2, 1, new byte[] {0, 1}, otherOrder).toRgb(),
                SourceImage.of(PixelMode.BILEVEL, 2, 1, new byte[] {white, 0}).toRgb(),
                SourceImage.of(PixelMode.GRAY_ALPHA, 2, 1, new byte[] {white, 7, 0, 7})
                        .toRgb(),
                SourceImage.of(PixelMode.RGBA, 2, 1, new byte[] {white, white, white, 7, 0, 0, 0, 7})
                        .toRgb(),
                SourceImage.of(PixelMode.RGBA, 2, 1, new byte[] {white, white, white, 7, 0, 0, 0, 8})
                        .toRgb());
    }

    @Test
    void imagesThatAreEqualInRgbButStoredInAnotherWayNeverGetEachOthersRows() throws IOException {
        EmbeddingStore store = EmbeddingStore.at(folder.resolve("kept"));
        ConvertsLast encoder = new ConvertsLast();
        List<RgbImage> pictures = equalInRgb();
        Set<String> contents = new TreeSet<>();
        for (RgbImage picture : pictures) {
            assertThat(picture.pixels()).isEqualTo(pictures.get(0).pixels());
            LabeledImages images = ImageAudit.of(
                    new LabeledImages("one", List.of(LabeledImage.of("id", "class", () -> picture))),
                    ImageAudit.CopyPolicy.KEEP,
                    done -> {});
            contents.add(images.images().get(0).content());
            float[] expected = encoder.encodeImages(List.of(picture)).values();
            assertThat(run(encoder, store, images).embeddings().values()).isEqualTo(expected);
            LabeledImages made = images(1);
            assertThat(store.<float[]>keeping(
                            encoder,
                            made,
                            kept -> kept.encodeImages(List.of(picture)).values()))
                    .isEqualTo(expected);
        }
        assertThat(contents).hasSize(pictures.size());
        assertThat(List.of(store.taken(), store.encoded())).containsExactly(0, 2 * pictures.size());
    }

    @Test
    void whatIsNotKnownByItsContentIsNotKept() throws IOException {
        EmbeddingStore store = EmbeddingStore.at(folder.resolve("kept"));
        run(new Batched(""), store, images(IMAGES));
        LabeledImages drawnOn = images(IMAGES).map(image -> image);
        run(new Batched("m"), store, drawnOn);
        assertThat(folder.resolve("kept")).doesNotExist();
        EmbeddingStore one = EmbeddingStore.ofOneRun(folder.resolve("one"));
        assertThatThrownBy(() -> run(new Batched("m"), one, drawnOn))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data set grays: nobody has looked at its images");
    }

    @Test
    void aChangedFileOfAFinishedRunIsNamedAndARunThatIsWritingIsLeftAlone() throws IOException {
        EmbeddingStore store = EmbeddingStore.at(folder.resolve("kept"));
        LabeledImages images = images(IMAGES);
        run(new Batched("m"), store, images);
        Path entry = folder.resolve("kept").resolve(entries().iterator().next());
        Path rows = entry.resolve("embeddings.npy");
        byte[] bytes = Files.readAllBytes(rows);
        bytes[bytes.length - 1] ^= 1;
        Files.write(rows, bytes);
        assertThatThrownBy(() -> run(new Batched("m"), store, images)).hasMessageContaining(rows + ": has SHA-256 ");
        Files.delete(entry.resolve("manifest.json"));
        try (OutputSet writing = OutputSet.begin(entry, "EmbeddingStore")) {
            assertThat(writing.unfinished().getParent()).isEqualTo(entry);
            assertThatThrownBy(() -> run(new Batched("m"), store, images))
                    .hasMessageContaining(entry + ": another run of this process is writing there");
        }
        assertThat(run(new Batched("m"), store, images).failures()).hasSize(UNREADABLE.size());
    }

    @Test
    void aFullOrReadOnlyDiskIsNamedAndWhatIsThereStaysWhole() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(mount("-t", "tmpfs", "-o", "size=128k", "tmpfs", disk.toString()), "needs to mount a tmpfs");
        try {
            LabeledImages images = images(IMAGES);
            Batched plain = new Batched("m");
            plain.dim = 2048; // 8 KiB a row, 176 KiB in all
            RunResult whole = EmbeddingRun.with(plain).run(images);
            EmbeddingStore store = EmbeddingStore.at(disk.resolve("kept"));
            RunListener saving = new RunListener() {
                @Override
                public void onProgress(int done, int total) {
                    try {
                        store.save();
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed.getMessage(), failed);
                    }
                }
            };
            Batched first = new Batched("m");
            first.dim = plain.dim;
            assertThatThrownBy(() -> EmbeddingRun.with(first)
                            .keptIn(store)
                            .listener(saving)
                            .run(images))
                    .hasMessageContaining(disk.toString())
                    .hasMessageContaining("the disk is full. Free space there, or choose another folder.");
            assertThat(mount("-o", "remount,ro", disk.toString())).isTrue();
            assertThatThrownBy(() -> EmbeddingStore.at(disk.resolve("kept")))
                    .hasMessageContaining("the file system is mounted read-only");
            assertThat(mount("-o", "remount,rw,size=2m", disk.toString())).isTrue();
            Batched second = new Batched("m");
            second.dim = plain.dim;
            assertThat(run(second, store, images).embeddings().values())
                    .isEqualTo(whole.embeddings().values());
            assertThat(second.encoded).isNotEmpty().hasSizeLessThan(first.encoded.size());
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private static boolean mount(String... args) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(args));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static final int FIXTURE_IMAGES = 10;
    private static final int FIXTURE_BATCHES = 1;

    /** What src/test/resources/store/README.md runs. */
    @Test
    @EnabledIfSystemProperty(named = "store.fixture", matches = ".+")
    void writesTheFixture() throws IOException {
        Path fixture = Path.of(System.getProperty("store.fixture"));
        LabeledImages images = images(FIXTURE_IMAGES);
        run(new Batched("m"), EmbeddingStore.at(fixture.resolve("finished")), images);
        Batched stopped = new Batched("m");
        stopped.stopAfter = FIXTURE_BATCHES;
        EmbeddingStore unfinished = EmbeddingStore.ofOneRun(fixture.resolve("unfinished"));
        assertThatThrownBy(() -> run(stopped, unfinished, images)).isInstanceOf(Stopped.class);
        made(EmbeddingStore.at(fixture.resolve("made")), new Batched("m"), images, 30);
    }

    @Test
    void theFirstFormatIsReadForEver() throws IOException, URISyntaxException {
        Path v1 = folder.resolve("v1");
        copy(Path.of(getClass().getResource("/store/v1").toURI()), v1);
        LabeledImages images = images(FIXTURE_IMAGES);
        for (EmbeddingStore store :
                List.of(EmbeddingStore.at(v1.resolve("finished")), EmbeddingStore.ofOneRun(v1.resolve("unfinished")))) {
            Batched encoder = new Batched("m");
            RunResult result = run(encoder, store, images);
            // Eight of ten images can be read; a row is the image's number and the sum over its batch of four.
            assertThat(result.embeddings().ids())
                    .containsExactly(
                            "image-0", "image-1", "image-3", "image-4", "image-5", "image-6", "image-8", "image-9");
            assertThat(result.embeddings().values())
                    .containsExactly(0, 8, 1, 8, 3, 8, 4, 8, 5, 28, 6, 28, 8, 28, 9, 28);
            assertThat(result.failures()).extracting(ImageFailure::id).containsExactly("image-2", "image-7");
            assertThat(encoder.encoded).isEqualTo(store.encoded() == 0 ? List.of() : List.of(5, 6, 8, 9));
        }
        Batched encoder = new Batched("m");
        assertThat(made(EmbeddingStore.at(v1.resolve("made")), encoder, images, 30))
                .usingRecursiveComparison()
                .isEqualTo(List.of(new float[] {30, 61, 31, 61}, new float[] {33, 67, 34, 67}));
        assertThat(encoder.encoded).isEmpty();
    }

    /** What a caller that makes pictures does with an encoder: rows of two batches. */
    private static List<float[]> made(EmbeddingStore store, Batched encoder, LabeledImages images, int shade)
            throws IOException {
        return store.keeping(encoder, images, kept -> {
            List<float[]> rows = new ArrayList<>();
            for (int first : new int[] {shade, shade + 3}) {
                rows.add(
                        kept.encodeImages(List.of(gray(first), gray(first + 1))).values());
            }
            return rows;
        });
    }

    @Test
    void batchesOfMadePicturesAreKnownByAllTheirPixels() throws IOException {
        LabeledImages images = images(IMAGES);
        EmbeddingStore store = EmbeddingStore.at(folder.resolve("kept"));
        Batched first = new Batched("m");
        List<float[]> rows = made(store, first, images, 30);
        assertThat(first.encoded).containsExactly(30, 31, 33, 34);
        assertThat(store.encoded()).isEqualTo(4);
        EmbeddingStore later = EmbeddingStore.at(folder.resolve("kept"));
        Batched again = new Batched("m");
        assertThat(made(later, again, images, 30)).usingRecursiveComparison().isEqualTo(rows);
        assertThat(again.encoded).isEmpty();
        assertThat(List.of(later.taken(), later.encoded())).containsExactly(4, 0);
        // The same picture beside another is another batch.
        assertThat(made(later, again, images, 31).get(0)).containsExactly(31, 63, 32, 63);
        assertThat(again.encoded).containsExactly(31, 32, 34, 35);
        Batched other = new Batched("n");
        made(later, other, images, 30);
        assertThat(other.encoded).hasSize(4);
        // Finished runs and made pictures do not mistake each other's folders.
        // A batch that comes twice is encoded twice, as without a store, and each time is kept.
        Batched twice = new Batched("m");
        for (int expected : new int[] {2, 2}) {
            later.keeping(twice, images, kept -> {
                kept.encodeImages(List.of(gray(40)));
                later.save();
                return kept.encodeImages(List.of(gray(40)));
            });
            assertThat(twice.encoded).hasSize(expected);
        }
        assertThat(run(again, later, images).failures()).hasSize(UNREADABLE.size());
        assertThat(entries()).hasSize(3);
    }

    @Test
    void whatWasMadeBeforeAStopIsNotMadeAgainAndDamageIsNamed() throws IOException {
        LabeledImages images = images(IMAGES);
        EmbeddingStore store = EmbeddingStore.at(folder.resolve("kept"));
        Batched stopped = new Batched("m");
        stopped.stopAfter = 1;
        assertThatThrownBy(() -> made(store, stopped, images, 30)).isInstanceOf(Stopped.class);
        Batched second = new Batched("m");
        made(store, second, images, 30);
        assertThat(second.encoded).containsExactly(33, 34);
        Path shard = folder.resolve("kept")
                .resolve(entries().iterator().next())
                .resolve(".discern-unfinished/rows-000000000.npy");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length - 1] ^= 1;
        Files.write(shard, bytes);
        assertThatThrownBy(() -> made(store, new Batched("m"), images, 30))
                .hasMessageContaining(shard + ": has SHA-256 ");
    }
}
