package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise that nothing leaves the machine, kept by what the kernel sees and not by what the libraries say. */
class NetworkTest {
    /** Telemetry wakes up some seconds after the start. */
    private static final long SECONDS = 90;

    @TempDir
    private Path folder;

    @BeforeEach
    void needsStrace() {
        Assumptions.assumeTrue(Watched.isPossible(), "needs strace, and the right to trace a process");
    }

    /** Looks a name up. */
    static final class LooksUp {
        public static void main(String[] args) {
            try {
                System.out.println(InetAddress.getByName("discern.invalid"));
            } catch (UnknownHostException expected) {
                System.out.println("unknown");
            }
        }
    }

    /** Sends a packet to a documentation address, which nobody has. */
    static final class Sends {
        public static void main(String[] args) throws IOException {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.connect(new InetSocketAddress("192.0.2.1", 9));
            } catch (IOException unreachable) {
                System.out.println("unreachable");
            }
        }
    }

    /** Does neither. */
    static final class KeepsQuiet {
        public static void main(String[] args) throws IOException {
            System.out.println(Files.size(Path.of(args[0])));
        }
    }

    @Test
    void theWatchSeesALookUpAndAConnection() throws Exception {
        assertThat(Watched.run(folder, SECONDS, LooksUp.class).network()).isNotEmpty();
        assertThat(Watched.run(folder, SECONDS, Sends.class).network()).anyMatch(call -> call.contains("192.0.2.1"));
        Watched quiet = Watched.run(folder, SECONDS, KeepsQuiet.class, folder.toString());
        assertThat(quiet.exit()).as(quiet.printed()).isZero();
        assertThat(quiet.network()).isEmpty();
    }

    private Path picture(String name, int seed) throws IOException {
        BufferedImage picture = new BufferedImage(90, 80, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 80; i++) {
            picture.setRGB(i, i * seed % 80, 0xff8040 * seed);
        }
        Path file = folder.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    /**
     * The files in the home directory that are not in the cache of natives, and those left in the temporary folder, but a miniature that a
     * killed program was about to open.
     */
    private List<Path> outside(boolean killed) throws IOException {
        List<Path> others = new ArrayList<>();
        for (String place : List.of("home", "tmp")) {
            try (Stream<Path> files = Files.walk(folder.resolve(place))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> !file.startsWith(folder.resolve("home/.cache/discern")))
                        .filter(file -> !killed || !file.toString().contains("/tmp/discern-general-"))
                        .forEach(others::add);
            }
        }
        return others;
    }

    private Path reference;

    /** Pictures of two classes, with their vectors as VerifyEncoder and AnalyzeEmbeddings take them. */
    private void prepare() throws IOException {
        reference = Files.createDirectories(folder.resolve("reference/images")).getParent();
        StringBuilder labels = new StringBuilder("label\n");
        List<RgbImage> pictures = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String label = i % 2 == 0 ? "even" : "odd";
            Path picture = picture(label + "/" + i + ".png", i + 1);
            pictures.add(ImageDecoder.standard()
                    .decode(Files.copy(picture, reference.resolve("images/" + (char) ('a' + i) + ".png"))));
            labels.append(label).append('\n');
        }
        try (VisionLanguageEncoder encoder = Encoders.open("mini:general")) {
            Embeddings rows = encoder.encodeImages(pictures);
            Npy.write(reference.resolve("reference.npy"), rows.values(), rows.rows(), rows.dim());
        }
        Files.writeString(folder.resolve("labels.csv"), labels);
    }

    private String[] arguments(Class<?> example) {
        String data = folder.resolve("data").toString();
        String embeddings = reference.resolve("reference.npy").toString();
        return switch (example.getSimpleName()) {
            case "OverlayBias" -> new String[] {"--encoder", "mini:general", "--data", data, "--out", "out"};
            case "EmbedFolder" ->
                new String[] {"--encoder", "mini:general?backend=djl", "--data", data, "--out", "out"};
            case "AnalyzeEmbeddings" ->
                new String[] {"--embeddings", embeddings, "--labels", "labels.csv", "--out", "out"};
            case "NearestRows" -> new String[] {"--queries", embeddings, "--similarity", "djl", "--out", "nearest.csv"};
            case "VerifyEncoder" -> new String[] {"--encoder", "mini:general", "--reference", reference.toString()};
            case "PreprocessImage" ->
                new String[] {
                    "--preset", "clip-vit-base-patch32", "--image", data + "/even/2.png", "--out", "pixels.npy"
                };
            default -> new String[0];
        };
    }

    /** Also without a file outside the cache of natives, of which a killed program leaves none elsewhere. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                CompareEncoders.class,
                OverlayBias.class,
                EmbedFolder.class,
                AnalyzeEmbeddings.class,
                NearestRows.class,
                VerifyEncoder.class,
                PreprocessImage.class,
                CustomEncoder.class,
                Doctor.class
            })
    @Tag("slow")
    void noExampleReachesAnotherMachine(Class<?> example) throws Exception {
        prepare();
        Watched watched = Watched.run(folder, SECONDS, example, arguments(example));
        assertThat(watched.network()).isEmpty();
        assertThat(watched.exit()).as(watched.printed()).isIn(0, -1);
        assertThat(outside(watched.exit() < 0)).isEmpty();
    }
}
