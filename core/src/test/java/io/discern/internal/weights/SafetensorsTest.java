package io.discern.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderException;
import io.discern.internal.numeric.Half;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void tensorsAreWhereTheHeaderSays() throws IOException {
        Path file = write(
                "model.safetensors",
                "{'__metadata__':{'format':'pt'},'b':{'dtype':'F16','shape':[2],'data_offsets':[8,12]},"
                        + "'a':{'dtype':'F32','shape':[1,2],'data_offsets':[0,8]},'n':{'dtype':'BF16','shape':[],'data_offsets':[12,14]}}",
                // 1.5f, -2f; half 1.0, half 2^-24; bfloat16 3.0
                new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, 0, (byte) 0xc0, 0, 0x3c, 1, 0, 0x40, 0x40});

        Weights weights = Weights.open(file, folder);

        assertThat(weights.tensors().get("a").read()).containsExactly(1.5f, -2f);
        assertThat(weights.tensors().get("b").read()).containsExactly(1f, 0x1p-24f);
        assertThat(weights.tensors().get("n").read()).containsExactly(3f);
        assertThat(weights.tensors().get("a")).hasToString("a F32[1,2]");
    }

    @Test
    void halvesAreExact() {
        // Values of numpy.array(bits, uint16).view(float16).
        assertThat(Half.toFloat((short) 0x7bff)).isEqualTo(65504f);
        assertThat(Half.toFloat((short) 0x8001)).isEqualTo(-5.9604645e-8f);
        assertThat(Half.toFloat((short) 0x3555)).isEqualTo(0.33325195f);
        assertThat(Half.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Half.toFloat((short) 0x7e00)).isNaN();
        assertThat(Float.floatToRawIntBits(Half.toFloat((short) 0x8000))).isEqualTo(0x80000000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|begins at byte 4",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[6,10]}}|begins at byte 6",
                "{'a':{'dtype':'F32','shape':[100],'data_offsets':[0,400]}}|ends at byte 400 of the data, which has 8",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|has 4 bytes; expected 8",
                "{'a':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}|has dtype \"F8_E4M3\"",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|has shape [-2]",
                "{'a':{'dtype':'F32','shape':[2147483647,2147483647,9],'data_offsets':[0,8]}}|too large to count",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}|expected \"shape\" and two \"data_offsets\"",
                "{'a':{'dtype':'F32','shape':[2]}}|expected \"shape\" and two \"data_offsets\"",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|has 4 bytes after its last array",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|Duplicate field",
                "[1,2]|not a JSON object",
            })
    void malformedHeadersAreNamed(String header, String message) throws IOException {
        Path file = write("model.safetensors", header, new byte[8]);

        assertThatThrownBy(() -> Weights.open(file, folder))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(message);
    }

    @Test
    void headersLongerThanTheFileAreRefused() throws IOException {
        Path file = folder.resolve("model.safetensors");
        for (long length : new long[] {9, 1L << 40, -1, Long.MIN_VALUE}) {
            Files.write(
                    file,
                    ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .array());
            assertThatThrownBy(() -> Weights.open(file, folder))
                    .hasMessageContaining("is not a complete safetensors file");
        }
        Files.write(file, new byte[3]);
        assertThatThrownBy(() -> Weights.open(file, folder)).hasMessageContaining("is not a complete safetensors file");
    }

    @Test
    void shardsAreOneCheckpoint() throws IOException {
        write("one.safetensors", "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", new byte[8]);
        write("two.safetensors", "{'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", new byte[4]);
        Path index = index("{'weight_map':{'a':'one.safetensors','b':'two.safetensors'}}");

        assertThat(Weights.open(index, folder).tensors()).containsOnlyKeys("a", "b");
        assertThat(Weights.open(index, folder).files()).hasSize(2);
    }

    @Test
    void indexesThatDoNotFitTheirShardsAreRefused() throws IOException {
        write("one.safetensors", "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", new byte[8]);
        write("again.safetensors", "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", new byte[8]);

        assertThatThrownBy(() -> open("{'weight_map':{'a':'one.safetensors','b':'two.safetensors'}}"))
                .hasMessageContaining("its shard \"two.safetensors\" does not exist");
        assertThatThrownBy(() -> open("{'weight_map':{'a':'one.safetensors','b':'one.safetensors'}}"))
                .hasMessageContaining("tensors that none has: [b]");
        assertThatThrownBy(() -> open("{'weight_map':{'a':'one.safetensors','b':'again.safetensors'}}"))
                .hasMessageContaining("tensor \"a\" is in another shard too");
        assertThatThrownBy(() -> open("{'weight_map':{'a':'../one.safetensors'}}"))
                .hasMessageContaining("leaves the folder");
        assertThatThrownBy(() -> open("{'weight_map':{'a':'/etc/passwd'}}")).hasMessageContaining("leaves the folder");
        assertThatThrownBy(() -> open("{}")).hasMessageContaining("\"weight_map\" names 0 files");
    }

    @Test
    void linksOutOfTheFolderAreRefused(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.write(elsewhere.resolve("secret.safetensors"), new byte[20]);
        Path link = Files.createSymbolicLink(folder.resolve("model.safetensors"), secret);

        assertThatThrownBy(() -> Weights.open(link, folder)).hasMessageContaining("outside the folder");
    }

    private Weights open(String index) throws IOException {
        return Weights.open(index(index), folder);
    }

    private Path index(String json) throws IOException {
        return Files.writeString(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    }

    private Path write(String name, String header, byte[] data) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve(name),
                bytes.putLong(json.length).put(json).put(data).array());
    }
}
