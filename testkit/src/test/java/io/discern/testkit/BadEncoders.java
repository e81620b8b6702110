package io.discern.testkit;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.UnsupportedCapabilityException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Encoders that each break one clause, by what they do; the test that must fail comes first in the name. */
final class BadEncoders {
    /** What {@link #LEAKED_MEMORY} never gives back. */
    static final List<ByteBuffer> LEAK = new ArrayList<>();

    static final String LEAKED_MEMORY = "nothingNativeIsLeft: keeps a megabyte of native memory after close";

    private BadEncoders() {}

    static Map<String, Supplier<VisionLanguageEncoder>> all() {
        Map<String, Supplier<VisionLanguageEncoder>> bad = new LinkedHashMap<>();
        rows(bad);
        facts(bad);
        texts(bad);
        lifetime(bad);
        return bad;
    }

    private static void rows(Map<String, Supplier<VisionLanguageEncoder>> bad) {
        bad.put("everyImageGetsOneRow: drops the last image", () -> new Toy() {
            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                return super.encodeImages(images.size() > 1 ? images.subList(0, images.size() - 1) : images);
            }
        });
        bad.put("rowsBelongToTheirImages: reverses the images", () -> new Toy() {
            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                List<RgbImage> reversed = new ArrayList<>(images);
                Collections.reverse(reversed);
                return super.encodeImages(reversed);
            }
        });
        bad.put("rowsBelongToTheirImages: leaves the last batch at zero", () -> new Toy() {
            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                int whole = images.size() / Subject.BATCH * Subject.BATCH;
                int done = whole == 0 ? images.size() : whole;
                return guarded(images.size(), i -> i < done ? row(images.get(i)) : new float[DIM]);
            }
        });
        bad.put("rowsBelongToTheirImages: gives every image the same row", () -> new Toy() {
            @Override
            float[] row(RgbImage image) {
                return new float[] {1, 2, 3, 4, 5, 6};
            }
        });
        bad.put("rowsDoNotDependOnTheBatch: adds a little for each image in the call", () -> new Toy() {
            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                return guarded(images.size(), i -> plus(row(images.get(i)), 1e-4f * images.size()));
            }
        });
        bad.put("theSameCallGivesTheSameRows: adds a little at every other call", () -> new Toy() {
            private final AtomicInteger calls = new AtomicInteger();

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                float noise = calls.getAndIncrement() % 2 * 1e-6f;
                return guarded(images.size(), i -> plus(row(images.get(i)), noise));
            }
        });
        bad.put("flatImagesGiveFiniteRows: divides by the brightness of a black image", () -> new Toy() {
            @Override
            float[] row(RgbImage image) {
                float[] row = super.row(image);
                row[3] /= row[0];
                return row;
            }
        });
        bad.put("tinyImagesAreEncodedOrRefused: divides by width - 1", () -> new Toy() {
            @Override
            float[] row(RgbImage image) {
                return plus(super.row(image), 0 / (image.width() - 1));
            }
        });
        bad.put("argumentsAndResultsStayAsTheyAre: writes into the image", () -> new Toy() {
            @Override
            float[] row(RgbImage image) {
                image.pixels()[0] ^= 1;
                return super.row(image);
            }
        });
        bad.put("argumentsAndResultsStayAsTheyAre: gives one array out again and again", () -> new Toy() {
            private final ThreadLocal<float[]> shared = ThreadLocal.withInitial(() -> new float[3 * DIM]);

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                Embeddings rows = super.encodeImages(images);
                if (images.size() != 3) {
                    return rows;
                }
                System.arraycopy(rows.values(), 0, shared.get(), 0, 3 * DIM);
                return Embeddings.ofRows(DIM, shared.get());
            }
        });
    }

    private static void facts(Map<String, Supplier<VisionLanguageEncoder>> bad) {
        bad.put(
                "rowsHaveTheDeclaredDimension: declares 8",
                () -> declaring(EncoderInfo.of("toy", 8).withCapabilities(EnumSet.allOf(Capability.class))));
        bad.put("declaredUnitLengthIsTrue: declares unit length", () -> declaring(Toy.INFO.withNormalized(true)));
        bad.put(
                "capabilitiesAreThoseDeclared: encodes texts without declaring it",
                () -> declaring(EncoderInfo.of("toy", Toy.DIM)));
        bad.put("capabilitiesAreThoseDeclared: declares texts without encoding them", () -> new Toy() {
            @Override
            public Embeddings encodeTexts(List<String> texts) {
                throw new UnsupportedCapabilityException(info(), Capability.TEXT);
            }
        });
        bad.put("factsAreConstant: forgets its facts when closed", () -> new Toy() {
            private boolean open = true;

            @Override
            public EncoderInfo info() {
                if (!open) {
                    throw new IllegalStateException("closed");
                }
                return super.info();
            }

            @Override
            public void close() {
                super.close();
                open = false;
            }
        });
    }

    private static void texts(Map<String, Supplier<VisionLanguageEncoder>> bad) {
        bad.put("everyTextGetsItsOwnRow: sorts the texts", () -> new Toy() {
            @Override
            public Embeddings encodeTexts(List<String> texts) {
                return super.encodeTexts(texts.stream().sorted().toList());
            }
        });
        bad.put("textsOfNoneAndOneTokenAreEncodedOrRefused: reads the first character", () -> new Toy() {
            @Override
            float[] row(String text) {
                return plus(super.row(text), text.charAt(0) == '!' ? 1 : 0);
            }
        });
        bad.put("longTextsAreNotCutSilently: reads 77 characters", () -> new Toy() {
            @Override
            float[] row(String text) {
                return super.row(text.substring(0, Math.min(77, text.length())));
            }
        });
    }

    private static void lifetime(Map<String, Supplier<VisionLanguageEncoder>> bad) {
        bad.put("overlappingCallsGetTheirOwnRows: shares a buffer between threads", () -> new Toy() {
            private volatile float[] buffer;

            @Override
            float[] row(RgbImage image) {
                buffer = super.row(image);
                LockSupport.parkNanos(100_000);
                return buffer;
            }
        });
        bad.put("anInterruptIsKeptAndHarmless: swallows the interrupt", () -> new Toy() {
            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                Thread.interrupted();
                return super.encodeImages(images);
            }
        });
        bad.put("anInterruptIsKeptAndHarmless: is broken by an interrupt", () -> new Toy() {
            private volatile boolean broken;

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                broken |= Thread.currentThread().isInterrupted();
                if (broken) {
                    throw new IllegalArgumentException("channel closed by interrupt");
                }
                return super.encodeImages(images);
            }
        });
        bad.put("closingDuringACallIsSafe: frees what a call still uses", () -> new Toy() {
            private volatile float[] weights = {1};

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                Embeddings rows = super.encodeImages(images);
                for (int i = 0; i < images.size(); i++) {
                    LockSupport.parkNanos(1_000_000);
                    rows.values()[0] *= weights[0];
                }
                return rows;
            }

            @Override
            public void close() {
                super.close();
                weights = null;
            }
        });
        bad.put("closingTwiceIsFine: frees twice", () -> new Toy() {
            private boolean open = true;

            @Override
            public void close() {
                super.close();
                if (!open) {
                    throw new IllegalArgumentException("double free");
                }
                open = false;
            }
        });
        bad.put("useAfterCloseIsRefused: goes on after close", () -> new Toy() {
            @Override
            public void close() {}
        });
        bad.put(LEAKED_MEMORY, () -> {
            ByteBuffer memory = ByteBuffer.allocateDirect(1 << 20);
            for (int i = 0; i < memory.capacity(); i += 1024) {
                memory.put(i, (byte) 1);
            }
            LEAK.add(memory);
            return new Toy();
        });
    }

    private static VisionLanguageEncoder declaring(EncoderInfo info) {
        return new Toy() {
            @Override
            public EncoderInfo info() {
                return info;
            }
        };
    }

    private static float[] plus(float[] row, float value) {
        float[] sum = Arrays.copyOf(row, row.length);
        for (int j = 0; j < sum.length; j++) {
            sum[j] += value;
        }
        return sum;
    }
}
