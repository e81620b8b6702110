package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.image.ImageDecoder;
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
        assertThat(Watched.run(folder, SECONDS, Sends.class).network())
                .anyMatch(call -> call.contains("192.0.2.1"));
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

    /** Runs it, with what it leaves behind in the home directory and the temporary folder looked at, too. */
    private void staysHere(Class<?> example, String... arguments) throws Exception {
        Watched watched = Watched.run(folder, SECONDS, example, arguments);
        assertThat(watched.network()).as(example.getSimpleName()).isEmpty();
        assertThat(watched.exit()).as(watched.printed()).isIn(0, 3, -1);
        assertThat(outside()).as(example.getSimpleName()).isEmpty();
    }

    private List<String> outside() throws IOException {
        Path home = folder.resolve("home");
        List<Path> ours = List.of(home.resolve(".cache/discern"), home.resolve(".javacpp/cache"));
        List<String> others = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> ours.stream().noneMatch(file::startsWith))
                    .forEach(file -> others.add(file.toString()));
        }
        return others;
    }

    /** Vectors of a picture, as VerifyEncoder takes them. */
    private Path reference() throws IOException {
        Path reference = Files.createDirectories(folder.resolve("reference/images")).getParent();
        Path image = Files.copy(picture("odd/1.png", 1), reference.resolve("images/1.png"));
        try (VisionLanguageEncoder encoder = Encoders.open("mini:general")) {
            Embeddings rows = encoder.encodeImages(List.of(ImageDecoder.standard().decode(image)));
            Npy.write(reference.resolve("reference.npy"), rows.values(), rows.rows(), rows.dim());
        }
        return reference;
    }

    @Test
    @Tag("slow")
    void noExampleReachesAnotherMachine() throws Exception {
        for (int i = 1; i <= 12; i++) {
            picture((i % 2 == 0 ? "even/" : "odd/") + i + ".png", i);
        }
        String data = folder.resolve("data").toString();
        staysHere(CompareEncoders.class);
        staysHere(OverlayBias.class, "--encoder", "mini:general", "--data", data, "--out", "overlay");
        staysHere(EmbedFolder.class, "--encoder", "mini:general?backend=djl", "--data", data, "--out", "embedded");
        staysHere(EmbedFolder.class, "--encoder", "mini:general", "--data", data, "--out", "embedded-too");
        String embeddings = folder.resolve("embedded-too/embeddings.npy").toString();
        String rows = folder.resolve("embedded-too/rows.csv").toString();
        staysHere(AnalyzeEmbeddings.class, "--embeddings", embeddings, "--labels", rows, "--out", "analyzed");
        staysHere(NearestRows.class, "--queries", embeddings, "--similarity", "djl", "--out", "nearest.csv");
        staysHere(
                PreprocessImage.class,
                "--preset",
                "clip-vit-base-patch32",
                "--image",
                picture("even/2.png", 2).toString(),
                "--out",
                "pixels.npy");
        staysHere(VerifyEncoder.class, "--encoder", "mini:general", "--reference", reference().toString());
        staysHere(CustomEncoder.class);
        staysHere(Doctor.class);
    }
}
