package io.discern.dataset;

import io.discern.image.RgbImage;
import io.discern.store.NpyArray;
import io.discern.store.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A MedMNIST archive: {@code train/val/test_images} of {@code n x height x width} or {@code n x height x width x 3} bytes with
 * one integer label each. All splits are read; the split is an attribute.
 *
 * @see <a href="https://medmnist.com">MedMNIST</a>
 */
final class MedMnist {
    private static final List<String> SPLITS = List.of("train", "val", "test");

    private MedMnist() {}

    static LabeledImages read(Path npz) throws IOException {
        Map<String, NpyArray> arrays = Npz.read(npz, name -> name.endsWith("_images") || name.endsWith("_labels"));
        List<LabeledImage> images = new ArrayList<>();
        for (String split : SPLITS) {
            if (arrays.containsKey(split + "_images")) {
                addSplit(
                        npz,
                        split,
                        Npz.require(arrays, split + "_images", npz),
                        Npz.require(arrays, split + "_labels", npz),
                        images);
            }
        }
        if (images.isEmpty()) {
            throw new IOException(
                    npz + ": not a MedMNIST archive; expected train_images, val_images or test_images, found "
                            + arrays.keySet());
        }
        String name = npz.getFileName().toString();
        return new LabeledImages(name.substring(0, name.length() - ".npz".length()), images);
    }

    private static void addSplit(Path npz, String split, NpyArray images, NpyArray labels, List<LabeledImage> into)
            throws IOException {
        int[] shape = images.shape();
        boolean gray = shape.length == 3;
        if (images.type() != NpyArray.Type.UINT8 || !(gray || shape.length == 4 && shape[3] == 3)) {
            throw new IOException(npz + "#" + split + "_images: " + images
                    + "; expected UINT8 of [n, height, width] or [n, height, width, 3]");
        }
        if (labels.length() != shape[0]) {
            throw new IOException(npz + "#" + split + "_labels: " + labels + " for " + shape[0]
                    + " images; expected one label per image (multi-label sets are not supported)");
        }
        byte[] pixels = images.toBytes();
        long[] classes = labels.toLongs();
        for (int i = 0; i < classes.length; i++) {
            String id = split + "/" + i;
            int index = i;
            into.add(new LabeledImage(
                    id,
                    npz + "#" + split + "_images/" + i,
                    Long.toString(classes[i]),
                    id,
                    Map.of("split", split),
                    () -> image(pixels, index, shape[2], shape[1], gray)));
        }
    }

    private static RgbImage image(byte[] pixels, int index, int width, int height, boolean gray) {
        int length = width * height * (gray ? 1 : 3);
        byte[] values = Arrays.copyOfRange(pixels, index * length, (index + 1) * length);
        if (!gray) {
            return RgbImage.of(width, height, values);
        }
        byte[] rgb = new byte[3 * length];
        for (int i = 0; i < length; i++) {
            Arrays.fill(rgb, 3 * i, 3 * i + 3, values[i]);
        }
        return RgbImage.of(width, height, rgb);
    }
}
