package io.discern.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderException;
import io.discern.internal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pickles are written here by hand, byte for byte as {@code torch.save} does, so that they can be spoilt. */
class TorchFileTest {
    private static final String TENSOR = "ctorch._utils\n_rebuild_tensor_v2\n";
    private static final String FLOATS = "ctorch\nFloatStorage\n";

    @TempDir
    Path folder;

    /** A pickle under construction. */
    private static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer() {
            out.write(0x80);
            out.write(2);
        }

        Writer raw(String ascii) {
            out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        Writer text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.write('X');
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(bytes.length)
                    .array());
            out.writeBytes(bytes);
            return this;
        }

        Writer number(int value) {
            out.write('J');
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
            return this;
        }

        /** One tensor of two dimensions in storage {@code data/0}. */
        Writer tensor(
                String storage, int elements, int offset, int rows, int columns, int rowStride, int columnStride) {
            return raw(TENSOR + "((")
                    .text("storage")
                    .raw(storage)
                    .text("0")
                    .text("cpu")
                    .number(elements)
                    .raw("tQ")
                    .number(offset)
                    .raw("(")
                    .number(rows)
                    .number(columns)
                    .raw("t(")
                    .number(rowStride)
                    .number(columnStride)
                    .raw("t")
                    .falseFlag()
                    .raw("ccollections\nOrderedDict\n)RtR");
        }

        Writer falseFlag() {
            out.write(0x89);
            return this;
        }

        /** Makes a tuple of the last two values. */
        Writer tuple() {
            out.write(0x86);
            return this;
        }

        byte[] end() {
            out.write('.');
            return out.toByteArray();
        }
    }

    @Test
    void tensorsAreWhereTheZipHasThem() throws IOException {
        byte[] pickle = new Writer()
                .raw("}(")
                .text("w")
                .tensor(FLOATS, 6, 2, 2, 2, 2, 1)
                .raw("u")
                .end();
        Path file = zip(pickle, floats(0, 1, 2, 3, 4, 5));

        StoredTensor tensor = Weights.open(file, folder).tensors().get("w");

        assertThat(tensor.isContiguous()).isTrue();
        assertThat(tensor.read()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void transposedTensorsAreReadInTheOrderOfTheirShape() throws IOException {
        byte[] pickle = new Writer()
                .raw("}(")
                .text("w")
                .tensor(FLOATS, 6, 0, 3, 2, 1, 3)
                .raw("u")
                .end();

        StoredTensor tensor = Weights.open(zip(pickle, floats(0, 1, 2, 3, 4, 5)), folder)
                .tensors()
                .get("w");

        assertThat(tensor.isContiguous()).isFalse();
        assertThat(tensor.read()).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void aCheckpointOfATrainingIsUnwrapped() throws IOException {
        byte[] pickle = new Writer()
                .raw("}(")
                .text("epoch")
                .number(3)
                .text("state_dict")
                .raw("}(")
                .text("w")
                .tensor(FLOATS, 2, 0, 1, 2, 2, 1)
                .raw("uu")
                .end();

        assertThat(Weights.open(zip(pickle, floats(1, 2)), folder).tensors()).containsOnlyKeys("w");
    }

    @Test
    void functionsThatAreNotTensorsAreRefusedByNameAndNotRun() throws IOException {
        for (String function :
                new String[] {"os\nsystem", "builtins\neval", "posix\nsystem", "torch\nload", "argparse\nNamespace"}) {
            byte[] pickle = new Writer()
                    .raw("c" + function + "\n(")
                    .text("touch /tmp/discern-was-here")
                    .raw("tR")
                    .end();

            assertThatThrownBy(() -> Weights.open(zip(pickle, new byte[4]), folder))
                    .hasMessageContaining("names " + function.replace('\n', '.'))
                    .hasMessageContaining("Nothing of it was run");
        }
        byte[] stacked = new Writer().text("os").text("system").raw("\u0000").end();
        stacked[stacked.length - 2] = (byte) 0x93;
        assertThatThrownBy(() -> Weights.open(zip(stacked, new byte[4]), folder))
                .hasMessageContaining("names os.system");
    }

    @Test
    void instructionsThatMakeObjectsAreRefused() throws IOException {
        byte[] pickle = new Writer().raw("(ios\nsystem\n").end();

        assertThatThrownBy(() -> Weights.open(zip(pickle, new byte[4]), folder))
                .hasMessageContaining("has the instruction 0x69");
    }

    @Test
    void tensorsOutsideTheirStorageAreRefused() throws IOException {
        for (int[] view :
                new int[][] {{0, 3, 2, 2, 1}, {4, 2, 2, 2, 1}, {0, 2, 2, 100, 1}, {-1, 1, 1, 1, 1}, {0, 2, 2, -2, 1}}) {
            byte[] pickle = new Writer()
                    .raw("}(")
                    .text("w")
                    .tensor(FLOATS, 5, view[0], view[1], view[2], view[3], view[4])
                    .raw("u")
                    .end();

            assertThatThrownBy(() -> Weights.open(zip(pickle, floats(0, 1, 2, 3, 4)), folder))
                    .hasMessageContaining("tensor \"w\"")
                    .hasMessageContaining("does not fit into data/0, which has 5 elements of F32");
        }
    }

    @Test
    void keysOfDictionariesAreTextsOrNumbers() throws IOException {
        Writer nested = new Writer().raw("}(").raw(")");
        for (int level = 0; level < 12; level++) {
            nested.raw("q\0h\0").tuple();
        }
        byte[] itself = new Writer().raw("}]q\0h\0aNs").end();
        byte[] pairs =
                new Writer().raw("ccollections\nOrderedDict\n(](]q\0h\0aNtatR").end();
        byte[] storage = new Writer().raw("(]q\0h\0aNNtQ").end();
        for (byte[] pickle : new byte[][] {nested.raw("Nu").end(), itself, pairs}) {
            assertThatThrownBy(() -> Weights.open(zip(pickle, new byte[4]), folder))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("a key that is neither a text nor a number");
        }
        assertThatThrownBy(() -> Weights.open(zip(storage, new byte[4]), folder))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("is no storage");
        byte[] steps = new Writer()
                .raw("}(")
                .number(1)
                .number(2)
                .text("w")
                .tensor(FLOATS, 1, 0, 1, 1, 1, 1)
                .raw("u")
                .end();
        assertThatThrownBy(() -> Weights.open(zip(steps, floats(1)), folder)).hasMessageContaining("has the key 1");
    }

    @Test
    void theAuditLooksAtWhatViewsCover() throws IOException {
        // a row that stands for a thousand, at the end of its storage; a column; a piece that overlaps the first
        for (int[] view : new int[][] {{4, 1_000, 2, 0, 1}, {0, 2, 1, 5, 1}, {1, 1, 5, 5, 1}}) {
            byte[] pickle = new Writer()
                    .raw("}(")
                    .text("first")
                    .tensor(FLOATS, 6, 0, 1, 3, 3, 1)
                    .text("w")
                    .tensor(FLOATS, 6, view[0], view[1], view[2], view[3], view[4])
                    .raw("u")
                    .end();
            Path good = zip(pickle, floats(0, 1, 2, 3, 4, 5));
            assertThat(WeightAudit.hashes(Weights.open(good, folder), Set.of("first", "w")))
                    .containsEntry(good, Sha256.ofFile(good));

            Path bad = zip(pickle, floats(0, 1, 2, 3, 4, Float.NaN));
            assertThatThrownBy(() -> WeightAudit.hashes(Weights.open(bad, folder), Set.of("first", "w")))
                    .hasMessageContaining("tensor \"w\" has a value that is not finite");
        }
    }

    @Test
    void brokenPicklesAreRefused() throws IOException {
        byte[] whole = new Writer()
                .raw("}(")
                .text("w")
                .tensor(FLOATS, 6, 2, 2, 2, 2, 1)
                .raw("u")
                .end();
        for (int length = 0; length < whole.length - 1; length += 5) {
            byte[] part = Arrays.copyOf(whole, length);

            assertThatThrownBy(() -> Weights.open(zip(part, floats(0, 1, 2, 3, 4, 5)), folder))
                    .isInstanceOf(EncoderException.class);
        }
        byte[] endless = new Writer().raw("X\u007f\u007f\u007f\u007f").end();
        assertThatThrownBy(() -> Weights.open(zip(endless, new byte[4]), folder))
                .hasMessageContaining("are left");
    }

    @Test
    void filesThatAreNoZipOfTorchAreRefusedWithTheRemedy() throws IOException {
        Path old = Files.write(folder.resolve("old.bin"), new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 1, 2, 3, 4});
        assertThatThrownBy(() -> Weights.open(old, folder))
                .hasMessageContaining("since PyTorch 1.6")
                .hasMessageContaining("save it as .safetensors");

        Path bomb = folder.resolve("bomb.bin");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[10_000_000]);
            zip.closeEntry();
        }
        assertThatThrownBy(() -> Weights.open(bomb, folder)).hasMessageContaining("is compressed or encrypted");

        byte[] whole = Files.readAllBytes(zip(new Writer().raw("}").end(), new byte[4]));
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, whole.length - 30));
        assertThatThrownBy(() -> Weights.open(cut, folder)).hasMessageContaining("no table of contents");
        assertThatThrownBy(() -> Weights.open(zip(new Writer().raw("}").end(), new byte[4]), folder))
                .hasMessageContaining("holds no tensors");
        assertThatThrownBy(() -> Weights.open(zip(new Writer().number(5).end(), new byte[4]), folder))
                .hasMessageContaining("holds no dictionary of tensors");
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private Path zip(byte[] pickle, byte[] data) throws IOException {
        Path file = folder.resolve("pytorch_model.bin");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            stored(zip, "archive/data.pkl", pickle);
            stored(zip, "archive/data/0", data);
        }
        return file;
    }

    private static void stored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
