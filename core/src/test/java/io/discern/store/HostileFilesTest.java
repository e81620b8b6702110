package io.discern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.dataset.LabeledImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileFilesTest {
    private static final int CASES = 1_500;

    @TempDir
    Path folder;

    /** Opens a file and loads what it finds. */
    private interface Reading {
        void read(Path file) throws IOException;
    }

    /** Whatever is done to a file, it is read, or refused by its name in a sentence; nothing else comes out. */
    private void fuzz(String name, byte[] valid, Reading reading) throws IOException {
        Path file = folder.resolve(name);
        Random random = new Random(20261126);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            Files.write(file, mutated(valid, random));
            try {
                reading.read(file);
            } catch (IOException told) {
                refused++;
                assertThat(told.getMessage()).as("case " + i).contains(name);
                String reason = told.getMessage().substring(told.getMessage().indexOf(name) + name.length());
                assertThat(reason.split(" ")).as("case " + i + reason).hasSizeGreaterThan(4);
            }
        }
        assertThat(refused).as("refused of " + CASES).isBetween(CASES / 10, CASES);
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(1 + random.nextInt(16), bytes.length - from);
                Arrays.fill(bytes, from, from + length, (byte) (random.nextBoolean() ? 0 : 0xff));
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(1 + random.nextInt(40), bytes.length - from);
                int to = random.nextInt(bytes.length - length);
                System.arraycopy(valid, from, bytes, to, length);
            }
        }
        return bytes;
    }

    private static byte[] npy(String header, byte[] values) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream npy = new ByteArrayOutputStream();
        npy.writeBytes(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)});
        npy.writeBytes(text);
        npy.writeBytes(values);
        return npy.toByteArray();
    }

    private static byte[] npz(boolean deflated) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(deflated ? 9 : 0);
            zip.putNextEntry(new ZipEntry("train_images.npy"));
            zip.write(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 5, 5), }\n", new byte[75]));
            zip.putNextEntry(new ZipEntry("train_labels.npy"));
            zip.write(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 1), }\n", new byte[] {0, 1, 2}));
        }
        return bytes.toByteArray();
    }

    @Test
    void damagedArchivesAreRefusedByNameInASentence() throws IOException {
        for (boolean deflated : new boolean[] {true, false}) {
            fuzz("fuzz.npz", npz(deflated), file -> {
                for (var row : LabeledImages.open(file).images()) {
                    row.source().load();
                }
            });
        }
    }

    @Test
    void damagedArraysAreRefusedByNameInASentence() throws IOException {
        Path file = folder.resolve("valid.npy");
        Npy.write(file, new float[12], 3, 4);
        fuzz("fuzz.npy", Files.readAllBytes(file), Npy::read);
    }

    @Test
    void damagedManifestsAreRefusedByNameInASentence() throws IOException {
        String csv =
                "path,label,id,group\n\"a, b.png\",nevus,1,p1\nc.png,\"mel \"\"x\"\"\",2,p2\n\u00e9.png,nevus,3,p3\n";
        fuzz("fuzz.csv", csv.getBytes(StandardCharsets.UTF_8), LabeledImages::open);
    }

    @Test
    void aMemberThatExpandsBeyondWhatItsHeaderSaysIsRefusedAtOnce() throws IOException {
        Path bomb = folder.resolve("bomb.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("train_images.npy"));
            zip.write(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 5, 5), }\n", new byte[25]));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 20; i++) {
                zip.write(zeros);
            }
        }
        assertThat(Files.size(bomb)).isLessThan(30_000);
        assertThatThrownBy(() -> Npz.read(bomb, name -> true)).hasMessageContaining("bytes left over");
    }

    /** Reads archives in a process of a small heap. */
    public static void main(String[] args) throws IOException {
        try {
            Npz.read(Path.of(args[0]), name -> true);
        } catch (IOException told) {
            System.out.println(told.getMessage());
        }
    }

    @Test
    void arraysThatTogetherOutgrowTheHeapAreASentence() throws IOException, InterruptedException {
        Path bomb = folder.resolve("many.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            int bytes = 10 << 20;
            for (int member = 0; member < 8; member++) {
                zip.putNextEntry(new ZipEntry("a" + member + ".npy"));
                zip.write(npy(
                        "{'descr': '|u1', 'fortran_order': False, 'shape': (" + bytes + ",), }\n", new byte[bytes]));
            }
        }
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileFilesTest.class.getName(),
                        bomb.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream printed = java.getInputStream()) {
            assertThat(new String(printed.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("many.npz: ", "Java heap of 64 MiB", "Raise -Xmx");
        }
        assertThat(java.waitFor()).isZero();
    }

    @Test
    void anArchiveWhoseNameIsNoTextInThisLocaleIsRead() throws IOException {
        Path odd = Path.of(URI.create(folder.toUri() + "donn%E9es.npz")); // Latin-1, where names are UTF-8
        Files.copy(Path.of("src/test/resources/npy/medmnist.npz"), odd);
        assertThat(odd.toFile()).as("no File can name it").doesNotExist();
        assertThat(Npz.read(odd, name -> true))
                .isNotEmpty()
                .containsOnlyKeys(Npz.read(Path.of("src/test/resources/npy/medmnist.npz"), name -> true)
                        .keySet()
                        .toArray(new String[0]));
        Files.writeString(odd, "no zip");
        assertThatThrownBy(() -> Npz.read(odd, name -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("donn\\xE9es.npz: not a readable .npz archive");
    }
}
