package io.discern.miniatures;

import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes synthetic lesions for {@code training/train.py}: {@code pixels.npy} (uint8, all pictures end
 * to end) and {@code captions.txt} (id, modality, label, group, caption, width, height; tabs).
 *
 * <p>Arguments: the folder, then the number of patients of each modality for training (from the seeds
 * reserved for it) and held out (from an ordinary seed). See {@code training/README.md}.
 */
final class ExportTrainingSet {

    static final long TRAINING_SEED = SyntheticLesions.FIRST_TRAINING_SEED + 1;
    static final long HELD_OUT_SEED = 20_261_123;

    private ExportTrainingSet() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        write(folder.resolve("training"), Integer.parseInt(args[1]), TRAINING_SEED);
        write(folder.resolve("held-out"), Integer.parseInt(args[2]), HELD_OUT_SEED);
    }

    private static void write(Path folder, int patients, long seed) throws IOException {
        Files.createDirectories(folder);
        List<LabeledImage> rows = new ArrayList<>();
        for (String modality : SyntheticLesions.modalities()) {
            rows.addAll(SyntheticLesions.draw(modality, patients, seed).images());
        }
        Path raw = folder.resolve("pixels.raw");
        long bytes = 0;
        try (OutputStream pixels = new BufferedOutputStream(Files.newOutputStream(raw), 1 << 20);
                Writer captions = Files.newBufferedWriter(folder.resolve("captions.txt"))) {
            for (LabeledImage row : rows) {
                RgbImage image = row.source().load();
                pixels.write(image.pixels());
                bytes += image.pixels().length;
                captions.write(String.join(
                                "\t",
                                row.id(),
                                row.attributes().get("modality"),
                                row.label(),
                                row.group(),
                                row.attributes().get("caption"),
                                "" + image.width(),
                                "" + image.height())
                        + "\n");
            }
        }
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + bytes + ",), }";
        header += " ".repeat(117 - header.length()) + "\n";
        try (OutputStream npy = Files.newOutputStream(folder.resolve("pixels.npy"))) {
            npy.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
            npy.write(header.getBytes(StandardCharsets.US_ASCII));
            Files.copy(raw, npy);
        }
        Files.delete(raw);
    }
}
