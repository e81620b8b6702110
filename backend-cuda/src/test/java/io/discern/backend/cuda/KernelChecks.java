package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.image.RgbImage;
import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.TopK;
import io.discern.testkit.TestImages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Every kernel against the reference at awkward sizes: ones, primes, and one less and one more than what a warp or a tile takes.
 * Each check leaves the engine open.
 */
enum KernelChecks {
    /** Lengths, padding and counts of {@code unit_rows.cu}. */
    UNIT_ROWS {
        @Override
        void run(Engine engine) {
            for (int[] size : new int[][] {{1, 1}, {31, 33}, {33, 31}, {128, 97}, {129, 32}, {257, 1025}}) {
                unitRows(engine, size[0], size[1]);
            }
        }
    },
    /** Products of {@code cosine.cu}. */
    COSINE {
        @Override
        void run(Engine engine) {
            for (int[] size : PRODUCTS) {
                Embeddings queries = rows(size[0], size[2], 1);
                Embeddings bank = rows(size[1], size[2], 2);
                products(
                        engine,
                        Precision.FLOAT32,
                        queries,
                        bank,
                        CosineSimilarity.reference().matrix(queries, bank),
                        (size[2] + 8) * 0x1p-23);
            }
        }
    },
    /** Products of {@code group_tile.cuh}, against those of the rounded rows. */
    GROUP_COSINE {
        @Override
        void run(Engine engine) {
            roundedProducts(engine);
        }
    },
    /** Products of {@code tensor_tile.cuh}, against those of the rounded rows. */
    TENSOR_COSINE {
        @Override
        void run(Engine engine) {
            engine.limitCapability(OLDER);
            roundedProducts(engine);
            engine.limitCapability(NEWEST);
        }
    },
    /** Lists of {@code top_k.cu}, of every length, with and without groups. */
    FLOAT_TOP_K {
        @Override
        void run(Engine engine) {
            lists(engine, Precision.FLOAT32, true);
        }
    },
    /** Lists of {@code tensor_top_k.cu} by the products of groups of warps. */
    GROUP_TOP_K {
        @Override
        void run(Engine engine) {
            lists(engine, Precision.FLOAT16, true);
        }
    },
    /** Lists of {@code tensor_top_k.cu} by the products of warps. */
    TENSOR_TOP_K {
        @Override
        void run(Engine engine) {
            engine.limitCapability(OLDER);
            lists(engine, Precision.FLOAT16, false);
            engine.limitCapability(NEWEST);
        }
    },
    /** The whole search: ties that no list is long enough for are found in float32 or through all products. */
    SEARCH {
        @Override
        void run(Engine engine) {
            Embeddings bank = rows(300, 9, 7);
            search(engine, bank, bank, 3, Exclusion.SELF);
            search(engine, rows(14, 7, 5), ties(700, 7), 17, Exclusion.NONE);
        }
    },
    /** Rows and a tensor that stay on the device. */
    HELD {
        @Override
        @SuppressWarnings("try") // the handle keeps rows and is asked nothing
        void run(Engine engine) {
            encoded(engine, 7, 65, 3);
            encoded(engine, 130, 1, 130);
            ClassRows rows = classRows(519, 33, 3, 5, true);
            CudaSimilarity similarity = new CudaSimilarity(List.of(engine), Precision.FLOAT32);
            try (CosineSimilarity.Held held = similarity.hold(rows.rows())) {
                search(similarity, rows(130, 33, 5), rows.rows(), 5, Exclusion.NONE);
                search(similarity, rows.rows(), rows.rows(), 3, Exclusion.SELF);
                ClassSums expected = ClassSums.reference(rows);
                ClassSums found = similarity.classSums(rows);
                assertThat(found.sums()).isEqualTo(expected.sums());
                assertThat(found.squares()).isEqualTo(expected.squares());
            }
            List<RgbImage> images = List.of(TestImages.noise(31, 29, 1), TestImages.noise(61, 503, 2));
            PreprocessSpec spec =
                    spec(Channels.RGB, new Resize.Squash(40, 36), ResampleFilter.BICUBIC, Optional.empty());
            PixelBatch expected = Preprocessor.of(spec).newBatch(images.size());
            Preprocessor.of(spec).preprocess(images, expected);
            CudaPreprocessor preprocessor = new CudaPreprocessor(spec, engine);
            try (DeviceTensor tensor = preprocessor.newTensor(images.size(), false)) {
                preprocessor.preprocess(images, tensor);
                ByteBuffer found = ByteBuffer.allocate(expected.values().limit() * Float.BYTES)
                        .order(ByteOrder.nativeOrder());
                tensor.read(images.size(), found);
                assertThat(expected.values().mismatch(found.asFloatBuffer()))
                        .as("first difference")
                        .isEqualTo(-1);
            }
        }
    },
    /** Both passes of {@code resample.cu}: every filter, crops, padding and borders, luma, chunks and bands, 16-bit tensors. */
    RESAMPLE {
        @Override
        void run(Engine engine) {
            List<RgbImage> images = List.of(
                    TestImages.noise(1, 1, 1),
                    TestImages.noise(31, 33, 2),
                    TestImages.noise(67, 1, 3),
                    TestImages.noise(1023, 19, 4),
                    TestImages.noise(64, 16, 5),
                    TestImages.noise(13, 131, 6));
            for (ResampleFilter filter : ResampleFilter.values()) {
                resample(engine, spec(Channels.RGB, new Resize.Squash(65, 17), filter, Optional.empty()), images);
            }
            // rows of whole fours, of which some start at no multiple of four: the images before them are of odd sizes
            List<RgbImage> odd =
                    List.of(TestImages.noise(9, 70, 3), TestImages.noise(131, 37, 2), TestImages.noise(5, 3, 1));
            resample(
                    engine,
                    spec(Channels.RGB, new Resize.Squash(68, 19), ResampleFilter.BICUBIC, Optional.empty()),
                    odd);
            resample(
                    engine,
                    spec(Channels.RGB, new Resize.Fit(40, 36, 5), ResampleFilter.BICUBIC, Optional.empty()),
                    odd);
            CenterCrop crop = new CenterCrop(37, 41, CenterCrop.Rounding.TORCHVISION);
            resample(
                    engine,
                    spec(Channels.BGR, new Resize.ShortestEdge(31), ResampleFilter.BICUBIC, Optional.of(crop)),
                    images);
            resample(
                    engine,
                    spec(Channels.GRAY, new Resize.PadToSquare(33, 7), ResampleFilter.LANCZOS, Optional.empty()),
                    images);
            List<RgbImage> wideAndTall = List.of(TestImages.noise(67, 31, 7), TestImages.noise(31, 67, 8));
            resample(
                    engine,
                    spec(Channels.GRAY_REPEATED, new Resize.Fit(33, 31, 5), ResampleFilter.BICUBIC, Optional.empty()),
                    wideAndTall);
            // ties between two 16-bit floats, subnormal ones, and what rounds to infinity
            halfFloats(engine, 0x1p-12, -1);
            halfFloats(engine, 0x1p-26, 0);
            halfFloats(engine, 1, -65400);
        }
    },
    /** Linear layers of {@code layer_product.cu} in float32. */
    FLOAT_LAYERS {
        @Override
        void run(Engine engine) {
            new LayerChecks(engine, Precision.FLOAT32).products();
        }
    },
    /** Linear layers by the products of groups of warps. */
    GROUP_LAYERS {
        @Override
        void run(Engine engine) {
            new LayerChecks(engine, Precision.FLOAT16).products();
        }
    },
    /** Linear layers by the products of warps. */
    TENSOR_LAYERS {
        @Override
        void run(Engine engine) {
            engine.limitCapability(OLDER);
            new LayerChecks(engine, Precision.BFLOAT16).products();
            engine.limitCapability(NEWEST);
        }
    },
    /** Attention of {@code layer_attention.cu} in float32. */
    FLOAT_ATTENTION {
        @Override
        void run(Engine engine) {
            new LayerChecks(engine, Precision.FLOAT32).attentions();
        }
    },
    /** Attention on tensor cores. */
    TENSOR_ATTENTION {
        @Override
        void run(Engine engine) {
            new LayerChecks(engine, Precision.FLOAT16).attentions();
        }
    },
    /** What {@code layer_rows.cu} does with rows. */
    ROW_LAYERS {
        @Override
        void run(Engine engine) {
            for (Precision precision : Precision.values()) {
                LayerChecks checks = new LayerChecks(engine, precision);
                checks.norms();
                checks.heads();
                checks.rows();
            }
        }
    },
    /** Sums of {@code class_sums.cu}. */
    CLASS_SUMS {
        @Override
        void run(Engine engine) {
            // rows, dimension, classes, pieces
            for (int[] size : new int[][] {
                {1, 1, 1, 1},
                {31, 127, 3, 5},
                {67, 129, 21, 4},
                {2049, 5, 41, 70},
                {1201, 515, 2, 3},
                {1201, 515, 60, 7},
                {5, 33, 2, 9}
            }) {
                classSums(engine, size[0], size[1], size[2], size[3], false);
                classSums(engine, size[0], size[1], size[2], size[3], true);
            }
        }
    };

    private static final int OLDER = 80;
    private static final int NEWEST = 1000;

    private static final int[][] PRODUCTS = {
        {1, 1, 1},
        {31, 33, 32},
        {33, 31, 33},
        {127, 129, 97},
        {128, 128, 64},
        {129, 132, 5},
        {65, 130, 7},
        {129, 259, 70},
        {257, 131, 31},
        {3, 1025, 161},
        // twice as many steps as there are stages, so that a stage that was handed back too early is filled again in
        // time
        {3, 5, 449}
    };

    // queries, bank rows, dimension, k; a large k takes long on the host, where a warp's votes are not instructions
    private static final int[][] SEARCHES = {
        {1, 1, 1, 1}, {5, 33, 7, 17}, {127, 131, 31, 3}, {130, 257, 33, 16}, {5, 519, 31, 49}, {3, 401, 67, 256}
    };

    private static final int[][] GROUPED = {{130, 257, 33, 16}, {5, 519, 31, 49}};

    /** The last passes in two pieces of the bank where staging memory is small. */
    private static final int[][] GROUPED_IN_PIECES = {{130, 257, 33, 16}, {5, 519, 31, 49}, {9, 450, 1025, 5}};

    /** Compares; throws an {@link AssertionError} where something differs. */
    abstract void run(Engine engine);

    /** Not a number is near nothing. */
    private static void near(double found, double want, double bound, String what, int row, int column) {
        if (!(Math.abs(found - want) <= bound)) {
            throw new AssertionError(what + ": row " + row + ", column " + column + " has " + found + "; expected "
                    + want + " within " + bound);
        }
    }

    /** Rows of different lengths, some of zeros. */
    private static Embeddings rows(int count, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / dim % 13 == 12 ? 0 : (float) (random.nextDouble(-1, 1) * (1 + i / dim % 7));
        }
        return Embeddings.ofRows(dim, values);
    }

    private static void unitRows(Engine engine, int count, int dim) {
        Embeddings rows = rows(count, dim, count);
        rows.values()[0] = Float.NaN;
        engine.reset();
        int stride = engine.rowStride(dim);
        int padded = engine.paddedRows(count);
        long raw = engine.alloc((long) count * dim * Float.BYTES);
        long unit = engine.alloc((long) padded * stride * Float.BYTES);
        long report = engine.alloc(2 * Integer.BYTES);
        engine.clear(0, report, 2 * Integer.BYTES);
        engine.staging(0).asFloatBuffer().put(rows.values());
        engine.upload(0, 0, raw, (long) count * dim * Float.BYTES);
        engine.unitRows(0, raw, count, dim, Precision.FLOAT32, unit, report);
        int bytes = padded * stride * Float.BYTES;
        engine.download(0, unit, 0, bytes);
        engine.download(0, report, bytes, 2 * Integer.BYTES);
        engine.await(0);
        FloatBuffer found = engine.staging(0).asFloatBuffer();
        float[] expected = rows.unitRows().values();
        for (int row = 1; row < padded; row++) {
            for (int j = 0; j < stride; j++) {
                float want = row < count && j < dim ? expected[row * dim + j] : 0;
                near(found.get(row * stride + j), want, Math.ulp(want), "unit rows", row, j);
            }
        }
        assertThat(engine.staging(0).getInt(bytes)).as("rows of zeros").isEqualTo(count / 13);
        assertThat(engine.staging(0).getInt(bytes + Integer.BYTES))
                .as("rows that are not finite")
                .isEqualTo(1);
    }

    private static void products(
            Engine engine, Precision precision, Embeddings queries, Embeddings bank, float[] expected, double bound) {
        float[] found = new float[expected.length];
        Arrays.fill(found, Float.NaN);
        DeviceProducts.run(
                engine,
                RowSource.of(queries),
                RowSource.of(bank),
                precision,
                0,
                queries.rows(),
                (q, count, row, rows, block) -> {
                    for (int i = 0; i < count; i++) {
                        block.get(i * rows, found, (q + i) * bank.rows() + row, rows);
                    }
                });
        for (int i = 0; i < found.length; i++) {
            near(found[i], expected[i], bound, "products", i / bank.rows(), i % bank.rows());
        }
    }

    private static void roundedProducts(Engine engine) {
        for (int[] size : PRODUCTS) {
            for (Precision precision : List.of(Precision.BFLOAT16, Precision.FLOAT16)) {
                Embeddings queries = rows(size[0], size[2], 3);
                Embeddings bank = rows(size[1], size[2], 4);
                float[] expected = roundedProducts(queries, bank, precision);
                products(engine, precision, queries, bank, expected, (size[2] + 8) * 0x1p-23);
            }
        }
    }

    private static float[] roundedProducts(Embeddings queries, Embeddings bank, Precision precision) {
        float[] a = rounded(queries.unitRows().values(), precision);
        float[] b = rounded(bank.unitRows().values(), precision);
        int dim = queries.dim();
        float[] products = new float[queries.rows() * bank.rows()];
        for (int i = 0; i < products.length; i++) {
            int query = i / bank.rows() * dim;
            int row = i % bank.rows() * dim;
            double sum = 0;
            for (int j = 0; j < dim; j++) {
                sum += (double) a[query + j] * b[row + j];
            }
            products[i] = (float) Math.max(-1, Math.min(1, sum));
        }
        return products;
    }

    /** To 16 bits, nearest even. */
    private static float[] rounded(float[] values, Precision precision) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int bits = Float.floatToIntBits(values[i]);
            rounded[i] = precision == Precision.BFLOAT16
                    ? Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000)
                    : HalfFloats.toFloat(HalfFloats.nearest(values[i]));
        }
        return rounded;
    }

    /** Many rows that differ in little, and many that do not differ. */
    private static Embeddings ties(int count, int dim) {
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i % dim * 0.25f + (i / dim % 3 == 0 ? i / dim * 0x1p-18f * (i % 2) : 0);
        }
        return Embeddings.ofRows(dim, values);
    }

    private static void lists(Engine engine, Precision precision, boolean pieces) {
        for (int[] size : SEARCHES) {
            Embeddings queries = rows(size[0], size[2], 5);
            Embeddings bank = rows(size[1], size[2], 6);
            lists(engine, precision, queries, bank, size[3], RowGroups.NONE);
        }
        for (int[] size : pieces ? GROUPED_IN_PIECES : GROUPED) {
            int[] groups = new SplittableRandom(8)
                    .ints(Math.max(size[0], size[1]), 0, 5)
                    .toArray();
            Embeddings queries = rows(size[0], size[2], 5);
            Embeddings bank = rows(size[1], size[2], 6);
            lists(engine, precision, queries, bank, size[3], new RowGroups(groups, groups));
        }
    }

    /** Queries that a list was long enough for have the reference's rows; most are. */
    private static void lists(
            Engine engine, Precision precision, Embeddings queries, Embeddings bank, int k, RowGroups groups) {
        TopK expected = CosineSimilarity.reference()
                .topK(
                        queries,
                        bank,
                        k,
                        (query, row) -> groups.exclude() && groups.queries()[query] == groups.bank()[row]);
        double exact = (queries.dim() + 8) * 0x1p-23;
        double deviation = precision.deviation(queries.dim(), exact);
        boolean[] left = new boolean[queries.rows()];
        new DeviceTopK(
                        engine,
                        RowSource.of(queries),
                        RowSource.of(bank),
                        new DeviceTopK.Wanted(k, groups, precision, deviation))
                .run(0, queries.rows(), (first, count, best, unsure) -> {
                    for (int i = 0; i < count * k; i++) {
                        left[first + i / k] = unsure[i / k];
                        if (!unsure[i / k]) {
                            int place = first * k + i;
                            assertThat(best[i] == 0 ? -1 : DeviceTopK.row(best[i]))
                                    .as("row %d of query %d, k %d in %s", i % k, first + i / k, k, bank)
                                    .isEqualTo(expected.rows()[place]);
                            assertThat(best[i] == 0 ? Float.NEGATIVE_INFINITY : DeviceTopK.similarity(best[i]))
                                    .isEqualTo(expected.similarities()[place]);
                        }
                    }
                });
        int unsure = 0;
        for (boolean each : left) {
            unsure += each ? 1 : 0;
        }
        assertThat(unsure).as("queries whose list was too short").isLessThanOrEqualTo(queries.rows() / 8 + 1);
    }

    /** Rows in a tower's layout become dense ones beside those that are there, a run at a time. */
    private static void encoded(Engine engine, int count, int dim, int run) {
        engine.reset();
        int stride = engine.rowStride(dim);
        float[] padded = rows(count * stride, 1, 9).values();
        long from = engine.alloc((long) padded.length * Float.BYTES);
        engine.staging(0).asFloatBuffer().put(padded);
        engine.upload(0, 0, from, (long) padded.length * Float.BYTES);
        Engine.Rows place = HeldRows.reserve(engine, count, dim);
        EncodedRows encoded = new EncodedRows(place, dim);
        for (int done = 0; done < count; done = encoded.taken()) {
            encoded.take(engine, from + (long) done * stride * Float.BYTES, run);
        }
        engine.download(0, place.values(), 0, (long) count * dim * Float.BYTES);
        engine.await(0);
        FloatBuffer found = engine.staging(0).asFloatBuffer();
        for (int i = 0; i < count * dim; i++) {
            assertThat(found.get(i)).as("value %d", i).isEqualTo(padded[i / dim * stride + i % dim]);
        }
        assertThat(encoded.room()).isZero();
        engine.release(place.values());
    }

    private static void search(Engine engine, Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        search(new CudaSimilarity(List.of(engine), Precision.FLOAT32), queries, bank, k, exclusion);
    }

    private static void search(
            CosineSimilarity similarity, Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        TopK expected = CosineSimilarity.reference().topK(queries, bank, k, exclusion);
        TopK found = similarity.topK(queries, bank, k, exclusion);
        assertThat(found.rows()).as("rows, k %d in %s", k, bank).isEqualTo(expected.rows());
        assertThat(found.similarities()).as("similarities, k %d in %s", k, bank).isEqualTo(expected.similarities());
    }

    private static PreprocessSpec spec(
            Channels channels, Resize resize, ResampleFilter filter, Optional<CenterCrop> crop) {
        return new PreprocessSpec(
                channels,
                resize,
                filter,
                crop,
                1 / 255.0,
                Collections.nCopies(channels.count(), 0.485),
                Collections.nCopies(channels.count(), 0.229));
    }

    private static void resample(Engine engine, PreprocessSpec spec, List<RgbImage> images) {
        Preprocessor reference = Preprocessor.of(spec);
        PixelBatch expected = reference.newBatch(images.size());
        reference.preprocess(images, expected);
        PixelBatch found = reference.newBatch(images.size());
        new CudaPreprocessor(spec, engine).preprocess(images, found);
        assertThat(expected.values().mismatch(found.values()))
                .as("first difference, %s", spec)
                .isEqualTo(-1);

        ByteBuffer half =
                ByteBuffer.allocate(expected.values().limit() * Short.BYTES).order(ByteOrder.nativeOrder());
        new CudaPreprocessor(spec, engine).preprocessHalf(images, half);
        ShortBuffer nearest = ShortBuffer.allocate(expected.values().limit());
        for (int i = 0; i < nearest.limit(); i++) {
            nearest.put(i, HalfFloats.nearest(expected.values().get(i)));
        }
        assertThat(nearest.mismatch(half.asShortBuffer()))
                .as("first difference in 16 bits, %s", spec)
                .isEqualTo(-1);
    }

    /** Every byte once, to {@code byte x rescale - mean}. */
    private static void halfFloats(Engine engine, double rescale, double mean) {
        byte[] ramp = new byte[256 * 3];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i / 3);
        }
        List<Double> means = Collections.nCopies(3, mean);
        PreprocessSpec spec = new PreprocessSpec(
                Channels.RGB,
                new Resize.Squash(256, 1),
                ResampleFilter.BOX,
                Optional.empty(),
                rescale,
                means,
                Collections.nCopies(3, 1.0));
        resample(engine, spec, List.of(RgbImage.of(256, 1, ramp)));
    }

    private static void classSums(Engine engine, int count, int dim, int classes, int pieces, boolean divided) {
        ClassRows rows = classRows(count, dim, classes, pieces, divided);
        ClassSums expected = ClassSums.reference(rows);
        ClassSums found = DeviceClassSums.measure(engine, rows, Optional.empty());
        assertThat(found.sums()).as("sums of %s", rows).isEqualTo(expected.sums());
        assertThat(found.squares()).as("squares of %s", rows).isEqualTo(expected.squares());
    }

    /** Rows in a shuffled order, around origins of their classes. */
    static ClassRows classRows(int count, int dim, int classes, int pieces, boolean divided) {
        SplittableRandom random = new SplittableRandom(count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return new ClassRows(
                rows(count, dim, 9),
                divided ? random.doubles(count, 0.5, 3).toArray() : new double[0],
                order,
                random.ints(count, 0, classes).toArray(),
                random.doubles((long) classes * dim, -1, 1).toArray(),
                pieces);
    }
}
