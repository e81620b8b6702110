package io.discern.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.AuditMemory;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.internal.Json;
import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.CsvFile;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import io.discern.store.Npy;
import io.discern.store.OutputSet;
import io.discern.store.WrittenSet;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Embeddings on disk, known by what decides them: the encoder's model, preprocessing, engine and device as it states them, how many images it takes
 * at once, and the pixels of the images. An {@link EmbeddingRun} {@linkplain EmbeddingRun#keptIn kept} here takes what lies here, and leaves what it
 * computes, while it computes: ended in whatever way, the same run goes on where it was, with the same bits.
 *
 * <p>A finished run is a folder with {@code embeddings.npy}, {@code rows.csv} and {@code manifest.json}, readable without this library; its name
 * ends with {@link #KEY_DIGITS} digits of the run's hash. What is unfinished is a hidden folder of shards inside. Two runs of the same
 * encoder on the same images exclude each other; different ones share a store. Safe for concurrent use.
 */
public final class EmbeddingStore {
    /** Hexadecimal digits of a run's SHA-256 at the end of its folder's name. */
    public static final int KEY_DIGITS = 16;

    private static final String PROGRAM = "EmbeddingStore";
    private static final String EMBEDDINGS = "embeddings.npy";
    private static final String AUDIT = "audit.lines";
    private static final String LOST = "notEncoded";
    /** In the name of a folder of batches of made pictures. */
    private static final String MADE = "made-";

    private static final int NAME_LETTERS = 40;
    private static final int MOST_BYTES = 1 << 30;

    private final Path folder;
    private final boolean ofOneRun;
    private final Set<Shards> running = ConcurrentHashMap.newKeySet();
    private final Set<KeptBatches> keeping = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger encoded = new AtomicInteger();
    /** How many images of unfinished runs were encoded here, by the run's hash. */
    private final Map<String, Integer> own = new ConcurrentHashMap<>();

    private final AtomicReference<AuditMemory> audit = new AtomicReference<>();

    private EmbeddingStore(Path folder, boolean ofOneRun) {
        this.folder = folder;
        this.ofOneRun = ofOneRun;
    }

    /**
     * The store in a folder, which the first run makes. A run whose encoder states no hash of its model, or whose images nobody has looked at, is
     * not kept.
     *
     * @throws IOException if the folder cannot be made or written, tried without leaving anything
     */
    public static EmbeddingStore at(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        AtomicFile.tryPlace(absolute.resolve(PROGRAM));
        return new EmbeddingStore(absolute, false);
    }

    /**
     * A folder for the unfinished rows of one run, such as {@link OutputSet#unfinished()}: a run that is another is an error that says in what it differs.
     * Nothing is finished there: whoever runs writes the result elsewhere, then removes the folder.
     */
    public static EmbeddingStore ofOneRun(Path folder) {
        return new EmbeddingStore(folder.toAbsolutePath().normalize(), true);
    }

    /** Computes rows; told by the store where to begin and by whom to be asked for what is done. */
    interface Work {
        /** Encodes the images at these places, so many at once; settles them one after another where {@code settling}. */
        void encode(int[] places, boolean settling, Progress progress) throws IOException;
    }

    /** Told of each batch. */
    interface Progress {
        void batchDone() throws IOException;
    }

    /** Fills the rows: from what lies here, and by the work. */
    void run(EncoderInfo encoder, RunIdentity identity, CollectedRows rows, Work work) throws IOException {
        if (ofOneRun) {
            compute(folder, identity, rows, work);
            return;
        }
        if (!identity.knowsModel() || !identity.knowsImages()) {
            work.encode(IntStream.range(0, rows.images().size()).toArray(), true, () -> {});
            return;
        }
        String key = identity.hash().substring(0, KEY_DIGITS);
        Path entry = entry(key).orElseGet(() -> named(rows.images(), encoder, key));
        if (finished(entry)) {
            restore(entry, identity, rows, work);
            return;
        }
        try (OutputSet files = OutputSet.begin(entry, PROGRAM)) {
            if (finished(entry)) { // by somebody else, meanwhile
                restore(entry, identity, rows, work);
                return;
            }
            compute(files.unfinished(), identity, rows, work);
            write(files, encoder, identity, rows);
        }
    }

    /**
     * Something done with an encoder that keeps what it gives.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Use<T> {
        /** Does it. */
        T with(VisionLanguageEncoder encoder) throws IOException;
    }

    /**
     * Has something done with an encoder that looks here, before it encodes a batch, for what it gave for a batch of the same pixels: for pictures
     * that are made while they are encoded, such as overlaid ones, which only their pixels tell apart. An encoder that states no hash of its
     * model, and images that nobody has looked at, are not kept.
     *
     * @param encoder stays the caller's
     * @param images the data set that the pictures are made from
     * @throws IOException if the store cannot be read or written, or the same encoder is at work on the same images
     */
    public <T> T keeping(VisionLanguageEncoder encoder, LabeledImages images, Use<T> use) throws IOException {
        RunIdentity identity = RunIdentity.of(encoder.info(), 0, images);
        if (ofOneRun || !identity.knowsModel() || !identity.knowsImages()) {
            return use.with(encoder);
        }
        String key = MADE + identity.hash().substring(0, KEY_DIGITS);
        Path entry = entry(key).orElseGet(() -> named(images, encoder.info(), key));
        try (OutputSet files = OutputSet.begin(entry, PROGRAM)) {
            KeptBatches batches = new KeptBatches(encoder, files.unfinished(), taken, encoded);
            keeping.add(batches);
            try {
                return use.with(batches);
            } finally {
                keeping.remove(batches);
                batches.save();
            }
        }
    }

    /**
     * What has been seen of image files, beside the embeddings: {@code audit.lines} in the store's folder.
     *
     * @throws IOException if it cannot be read
     */
    public AuditMemory audit() throws IOException {
        if (audit.get() == null) {
            audit.compareAndSet(null, AuditMemory.in(folder.resolve(AUDIT)));
        }
        return audit.get();
    }

    /** Writes what running runs have encoded and audits have seen so far, so that it outlives the process; on any thread, such as one that ends the process. */
    public void save() throws IOException {
        if (audit.get() != null) {
            audit.get().save();
        }
        for (Shards shards : running) {
            shards.save();
        }
        for (KeptBatches batches : keeping) {
            batches.save();
        }
    }

    /** How many images needed no encoding in the runs so far, because what they give lay here. */
    public int taken() {
        return taken.get();
    }

    /** How many images the runs so far have encoded, or tried to, and saved here. */
    public int encoded() {
        return encoded.get() + running.stream().mapToInt(Shards::added).sum();
    }

    /** Whether rows pass through a folder to somewhere else, so that nobody needs them in memory. */
    boolean isOfOneRun() {
        return ofOneRun;
    }

    /** Writes the rows of a complete run, however many they are. */
    void write(WrittenRun run, Path npy) throws IOException {
        Npy.write(npy, sink -> Shards.to(folder, sink), run.images().size(), run.dim());
    }

    /** How many rows lie here: of a run, finished or not, and of pictures made of its images. */
    int kept(RunIdentity identity, EncoderInfo encoder, LabeledImages images) throws IOException {
        if (ofOneRun || !identity.knowsModel() || !identity.knowsImages()) {
            return 0;
        }
        Optional<Path> entry = entry(identity.hash().substring(0, KEY_DIGITS));
        int clean = entry.isEmpty()
                ? 0
                : finished(entry.get()) ? images.size() : Shards.count(OutputSet.unfinishedIn(entry.get()));
        Optional<Path> made =
                entry(MADE + RunIdentity.of(encoder, 0, images).hash().substring(0, KEY_DIGITS));
        return made.isEmpty() ? clean : clean + KeptBatches.count(OutputSet.unfinishedIn(made.get()));
    }

    private void compute(Path unfinished, RunIdentity identity, CollectedRows rows, Work work) throws IOException {
        if (!identity.knowsImages()) {
            throw new IllegalArgumentException(
                    "data set " + rows.images().name()
                            + ": nobody has looked at its images; expected that ImageAudit has, so that changed ones are noticed");
        }
        Shards shards = Shards.open(unfinished, identity, rows);
        // What this store itself has encoded before, and was stopped, is not from before.
        taken.addAndGet(notOwn(identity, rows.settled()));
        running.add(shards);
        try {
            work.encode(IntStream.range(rows.settled(), rows.images().size()).toArray(), true, shards::batchDone);
        } finally {
            shards.save();
            running.remove(shards);
            encoded.addAndGet(shards.added());
            own.merge(identity.hash(), shards.added(), Integer::sum);
        }
    }

    private int notOwn(RunIdentity identity, int rows) {
        return Math.max(0, rows - own.getOrDefault(identity.hash(), 0));
    }

    private Optional<Path> entry(String key) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*-" + key)) {
            for (Path entry : found) {
                return Optional.of(entry);
            }
            return Optional.empty();
        }
    }

    private Path named(LabeledImages images, EncoderInfo encoder, String key) {
        return folder.resolve(plain(images.name()) + "-" + plain(encoder.name()) + "-" + key);
    }

    private static boolean finished(Path entry) {
        return Files.exists(entry.resolve(WrittenSet.MANIFEST));
    }

    /** The letters of a name that every file system takes. */
    private static String plain(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9]+", "_");
        return letters.substring(0, Math.min(letters.length(), NAME_LETTERS));
    }

    private static void write(OutputSet files, EncoderInfo encoder, RunIdentity identity, CollectedRows rows)
            throws IOException {
        List<LabeledImage> images = rows.images().images();
        List<Integer> lost = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        for (int place = 0; place < images.size(); place++) {
            if (rows.failure(place) == null) {
                table.add(List.of(
                        "" + table.size(),
                        images.get(place).id(),
                        images.get(place).content()));
            } else {
                lost.add(place);
            }
        }
        Npy.write(files.file(EMBEDDINGS), rows.values(0, images.size()), table.size(), rows.dim());
        CsvFile.write(files.file("rows.csv"), List.of("row", "id", "pixels"), table);
        Map<String, Object> facts = new LinkedHashMap<>(
                new RunManifest(List.of(encoder), List.of(rows.images()), identity.facts()).toMap());
        facts.put("run", identity.hash());
        facts.put(LOST, lost);
        files.commit(facts);
    }

    /** Takes a finished run; images that had no row then are tried once more, each alone. */
    private void restore(Path entry, RunIdentity identity, CollectedRows rows, Work work) throws IOException {
        WrittenSet set = WrittenSet.read(entry);
        JsonNode lost = Json.tree(RegularFile.bytes(entry.resolve(WrittenSet.MANIFEST), MOST_BYTES))
                .path(LOST);
        int[] missing =
                IntStream.range(0, lost.size()).map(i -> lost.get(i).asInt()).toArray();
        float[] values = Npy.read(set.file(EMBEDDINGS)).toFloats();
        int count = rows.images().size();
        if (values.length != (count - missing.length) * rows.dim()) {
            throw new IOException(FileNames.text(entry) + ": holds " + values.length + " values; expected "
                    + (count - missing.length) * rows.dim() + ". Remove that folder to compute them again.");
        }
        int next = 0;
        int lostSoFar = 0;
        for (int place = 0; place < count; place++) {
            if (lostSoFar < missing.length && missing[lostSoFar] == place) {
                lostSoFar++;
            } else {
                rows.add(place, values, rows.dim() * next++);
            }
        }
        taken.addAndGet(notOwn(identity, next));
        work.encode(missing, false, () -> {});
        rows.settle(count);
    }
}
