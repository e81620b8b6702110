package io.discern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Fixtures;
import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatNumPyWrote() throws IOException {
        assertThat(array("float32").shape()).containsExactly(3, 4);
        assertThat(array("float32").toFloats()).startsWith(0.06150766834616661f, 14.937276840209961f);
        assertThat(array("float64").toDoubles()).startsWith(5.270712449894928, -46.52340223541023);
        assertThat(array("float64").toFloats()).startsWith(5.2707124f, -46.523403f);
        assertThat(array("int64").toLongs()).startsWith(7, -9, -125, -26);
        assertThat(array("uint16").toLongs()).startsWith(10, 65513, 6, 65477);
        assertThat(array("version2").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(array("bool").toLongs()).containsExactly(1, 0, 1);
        assertThat(array("scalar").shape()).isEmpty();
        assertThat(array("scalar").toDoubles()).containsExactly(2.5);
        assertThat(array("empty").shape()).containsExactly(0, 5);
    }

    @ParameterizedTest
    @CsvSource({"object,element type '|O' (pickled Python objects"})
    void refusesWhatItDoesNotRead(String name, String reason) {
        assertThatThrownBy(() -> array(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name + ".npy")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unicode", "unicode_big", "bytes"})
    void textsAreNumPysInEitherOrder(String kind) throws IOException {
        NpyArray texts = array("text_" + kind);
        assertThat(texts.shape()).containsExactly(2, 3);
        assertThat(texts.toTexts()).containsExactly("n\u00e9vus", "", "\ud835\udcb3y", "a\0b", "\u9ed1", "plain");
        assertThatThrownBy(texts::toLongs).hasMessageContaining("expected numbers");
        assertThatThrownBy(texts::toDoubles).hasMessageContaining("expected numbers");
        assertThatThrownBy(texts::toFloats).isInstanceOf(IllegalStateException.class);
        NpyArray numbers = array("int64");
        assertThatThrownBy(numbers::toTexts).hasMessageContaining("INT64 (<i8); expected texts");
    }

    @Test
    void aTextThatIsNoUnicodeIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(Fixtures.path("npy/text_unicode.npy"));
        bytes[bytes.length - 1] = 0x7f;
        NpyArray texts = Npy.read(Files.write(folder.resolve("bad.npy"), bytes));
        assertThatThrownBy(texts::toTexts).hasMessageContaining("element 5").hasMessageContaining("U+7f0000");
    }

    @Test
    void refusesATypeThatWouldLoseValues() throws IOException {
        NpyArray floats = array("float32");
        assertThatThrownBy(floats::toLongs)
                .hasMessageContaining("FLOAT32 (<f4)")
                .hasMessageContaining("integer");
        NpyArray longs = array("int64");
        assertThatThrownBy(longs::toFloats).hasMessageContaining("float32 or float64");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, 9, 60, 128, 160})
    void aTruncatedFileIsAnError(int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path("npy/float32.npy"));
        Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, bytes));
        assertThatThrownBy(() -> Npy.read(cut)).isInstanceOf(IOException.class).hasMessageContaining("cut.npy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
                "__import__('os').system('true')"
            })
    void aHostileHeaderAllocatesNothingAndRunsNothing(String header) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = new byte[10 + text.length];
        System.arraycopy(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0}, 0, file, 0, 10);
        System.arraycopy(text, 0, file, 10, text.length);
        Path path = Files.write(folder.resolve("hostile.npy"), file);
        assertThatThrownBy(() -> Npy.read(path)).isInstanceOf(IOException.class).hasMessageContaining("hostile.npy");
    }

    @Test
    void writesExactlyWhatNumPyWrites() throws IOException {
        Path written = folder.resolve("deep/er/values.npy");
        Npy.write(written, array("float32").toFloats(), 3, 4);
        assertThat(written).hasSameBinaryContentAs(Fixtures.path("npy/float32.npy"));
        Npy.write(written, new float[0], 0, 5);
        assertThat(written).hasSameBinaryContentAs(Fixtures.path("npy/empty.npy"));
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNoOther() throws IOException {
        Path file = Files.writeString(folder.resolve("kept.npy"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "float16",
                "float16_big",
                "float32_big",
                "float64_big",
                "bfloat16",
                "fortran3d",
                "half_edges",
                "i2_big",
                "i8_big",
                "u4_little",
                "u4_big",
                "u8_little"
            })
    void everyOrderAndTypeGivesNumPysValues(String kind) throws IOException {
        double[] values = array("kind_" + kind + "_values").toDoubles();
        NpyArray array = array("kind_" + kind);
        assertThat(array.toDoubles()).isEqualTo(values);
        assertThat(array.toDoubles(2, 3)).isEqualTo(Arrays.copyOfRange(values, 2, 5));
        if (array.type().floating()) {
            assertThat(array.toFloats()[4]).isEqualTo((float) values[4]);
        } else {
            assertThat(array.toLongs()[0]).isEqualTo((long) values[0]);
        }
    }

    @Test
    void floatsThatAreIntegersAreReadAsSuchAndTheOthersAreNamed() throws IOException {
        Path file = folder.resolve("labels.npy");
        Npy.write(file, new float[] {0, 3, -2}, 3);
        assertThat(Npy.read(file).toLongs()).containsExactly(0, 3, -2);
        Npy.write(file, new float[] {0, 3.5f}, 2);
        NpyArray array = Npy.read(file);
        assertThatThrownBy(array::toLongs).hasMessage(file + ": element 1 of FLOAT32 (<f4) is 3.5; expected integers");
    }

    @Test
    void anArrayAboveTwoGibibytesIsMappedAndReadInParts() throws IOException {
        Path file = folder.resolve("large.npy");
        int rows = 300_000_001;
        byte[] header = NpyHeader.written(NpyArray.Type.FLOAT64, new int[] {rows});
        // The file is sparse: its zeros take no space.
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.write(header);
            large.seek(header.length + 8L * (rows - 1));
            large.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(2.5)
                    .array());
        }
        NpyArray array = Npy.read(file);
        assertThat(array.size()).isEqualTo(rows);
        assertThat(array.toDoubles(rows - 2, 2)).containsExactly(0, 2.5);
        assertThatThrownBy(() -> array.toDoubles(rows - 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(large.length() - 1);
        }
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("truncated; expected 2400000008 more bytes");
    }

    @Test
    @Tag("slow")
    void aMemberAboveTwoGibibytesIsUnpackedAndReadInParts() throws IOException {
        Path file = folder.resolve("large.npz");
        int images = 2_200;
        int pixels = 1_024 * 1_024;
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("test_images.npy"));
            zip.write(NpyHeader.written(NpyArray.Type.UINT8, new int[] {images, 1_024, 1_024}));
            byte[] image = new byte[pixels];
            for (int i = 0; i < images; i++) {
                image[pixels - 1] = (byte) i;
                zip.write(image);
            }
        }
        NpyArray array = Npz.read(file, name -> true).get("test_images");
        assertThat(array.size()).isEqualTo((long) images * pixels).isGreaterThan(1L << 31);
        for (int i : new int[] {0, 2_047, 2_048, images - 1}) {
            assertThat(array.toBytes((i + 1L) * pixels - 2, 2)).containsExactly((byte) 0, (byte) i);
        }
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("discern-array"));
        }
    }

    private static NpyArray array(String name) throws IOException {
        return Npy.read(Fixtures.path("npy/" + name + ".npy"));
    }
}
