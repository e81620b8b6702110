package io.discern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.preprocess.Presets;
import io.discern.spi.EncoderProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodersTest {

    /** A second provider of a name that is taken. */
    public static final class Duplicate implements EncoderProvider {
        @Override
        public String name() {
            return "mean-colour";
        }

        @Override
        public VisionLanguageEncoder open(EncoderConfig config) {
            return new MeanColourEncoder();
        }
    }

    /** A provider whose name nobody could type. */
    public static final class Misnamed implements EncoderProvider {
        @Override
        public String name() {
            return "Mean Colour";
        }

        @Override
        public VisionLanguageEncoder open(EncoderConfig config) {
            return new MeanColourEncoder();
        }
    }

    /** A provider that cannot be created. */
    public static final class Throwing implements EncoderProvider {
        /** Throws. */
        public Throwing() {
            throw new IllegalStateException("libmodel.so is missing");
        }

        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public VisionLanguageEncoder open(EncoderConfig config) {
            throw new AssertionError();
        }
    }

    @TempDir
    Path folder;

    /** A provider that keeps what it was asked for. */
    public static final class Recording implements EncoderProvider {
        static EncoderConfig asked;

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public VisionLanguageEncoder open(EncoderConfig config) {
            asked = config;
            return new MeanColourEncoder();
        }
    }

    @Test
    void optionsStandBehindTheLocation() throws IOException {
        EncoderConfig config =
                EncoderConfig.of("").withBatchSize(7).withOption("a", "0").withOption("b", "0");
        withProviders(List.of(Recording.class.getName()), () -> {
            Encoders.open("recording:C:/models/clip?a=1&url=x=y:z?&empty=", config);
            assertThat(Recording.asked.location()).isEqualTo("C:/models/clip");
            assertThat(Recording.asked.options()).isEqualTo(Map.of("a", "1", "b", "0", "url", "x=y:z?", "empty", ""));
            assertThat(Recording.asked.batchSize()).isEqualTo(7);

            Encoders.open("recording", config.withLocation("odd?name"));
            assertThat(Recording.asked.location()).isEqualTo("odd?name");

            Encoders.open("recording?a=1");
            assertThat(Recording.asked.location()).isEmpty();
            assertThat(Recording.asked.options()).isEqualTo(Map.of("a", "1"));

            assertThatThrownBy(() -> Encoders.open("recording:x?a=1&threads"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "encoder recording:x?a=1&threads: option 'threads'; expected KEY=VALUE, several joined by "
                                    + "&, as in onnx:DIR?threads=2&truncate=true");
            assertThatThrownBy(() -> Encoders.open("recording:x?"))
                    .hasMessageContaining("option ''; expected KEY=VALUE");
            assertThatThrownBy(() -> Encoders.open("recording:x?a=1&a=2"))
                    .hasMessageContaining("option 'a' twice; expected each key once");
        });
    }

    @Test
    void aProviderThatWouldIgnoreOnesOwnPartsIsNotAsked() throws IOException {
        withProviders(List.of(Recording.class.getName()), () -> {
            Recording.asked = null;
            assertThatThrownBy(() -> Encoders.open(
                            "recording", EncoderConfig.of("").withPreprocessing(Presets.open("clip-vit-base-patch32"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("recording: takes no preprocessing of one's own; expected ");
            assertThatThrownBy(() ->
                            Encoders.open("recording", EncoderConfig.of("").withTokenizer(texts -> null)))
                    .hasMessageStartingWith("recording: takes no tokenizer of one's own; expected ");
            assertThat(Recording.asked).isNull();
        });
    }

    @Test
    void opensAnEncoderByName() throws IOException {
        withProviders(List.of(MeanColourEncoder.Provider.class.getName()), () -> {
            try (VisionLanguageEncoder encoder = Encoders.open("mean-colour:ignored")) {
                assertThat(encoder.info().dimension()).isEqualTo(3);
            }
        });
    }

    @Test
    void anUnknownNameListsTheNamesThereAre() throws IOException {
        withProviders(
                List.of(MeanColourEncoder.Provider.class.getName()),
                () -> assertThatThrownBy(() -> Encoders.open("mean-color:x"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("'mean-color'")
                        .hasMessageContaining("[mean-colour]"));
    }

    @Test
    void brokenProvidersAreReportedAndTheOthersWork() throws IOException {
        List<String> providers = List.of(
                "no.such.Provider",
                Throwing.class.getName(),
                Misnamed.class.getName(),
                MeanColourEncoder.Provider.class.getName());
        withProviders(providers, () -> {
            assertThat(Encoders.open("mean-colour").info().name()).isEqualTo("mean-colour");
            assertThat(Encoders.explain())
                    .anyMatch(line -> line.contains("no.such.Provider"))
                    .anyMatch(line -> line.contains("Throwing") && line.contains("libmodel.so is missing"))
                    .anyMatch(line -> line.contains("'Mean Colour'") && line.contains("a-z 0-9 -"))
                    .anyMatch(line -> line.startsWith("mean-colour: ") && line.endsWith("available"));
            assertThatThrownBy(() -> Encoders.open("throwing")).hasMessageContaining("libmodel.so is missing");
        });
    }

    @Test
    void aNameClaimedTwiceIsAnErrorThatNamesBoth() throws IOException {
        withProviders(
                List.of(MeanColourEncoder.Provider.class.getName(), Duplicate.class.getName()),
                () -> assertThatThrownBy(() -> Encoders.open("mean-colour"))
                        .hasMessageContaining(MeanColourEncoder.Provider.class.getName())
                        .hasMessageContaining(Duplicate.class.getName()));
    }

    @Test
    void aMissingCapabilityIsRefusedWithTheOnesThereAre() {
        try (VisionLanguageEncoder encoder = new MeanColourEncoder()) {
            assertThatThrownBy(() -> encoder.encodeTexts(List.of("a nevus")))
                    .isInstanceOf(UnsupportedCapabilityException.class)
                    .hasMessage("mean-colour cannot encode texts; capabilities: [IMAGE]");
        }
    }

    private void withProviders(List<String> providers, Runnable test) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(EncoderProvider.class.getName()), providers);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            test.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
