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
 * A MedMNIST archive: {@code train/val/test_images} of {@code n x height x width}, {@code n x height x width x 1} or
 * {@code n x height x width x 3} bytes with one label each, an integer of any numeric type or a text. All splits are read.
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
        int channels = channels(images, npz + "#" + split + "_images");
        String[] classes = classes(labels, shape[0], npz + "#" + split + "_labels");
        for (int i = 0; i < classes.length; i++) {
            String id = split + "/" + i;
            int index = i;
            into.add(new LabeledImage(
                    id,
                    npz + "#" + split + "_images/" + i,
                    classes[i],
                    id,
                    false,
                    split,
                    Map.of(),
                    () -> image(images, index, shape[2], shape[1], channels)));
        }
    }

    private static int channels(NpyArray images, String name) throws IOException {
        int[] shape = images.shape();
        String expected = "; expected UINT8 of [n, height, width], [n, height, width, 1] or [n, height, width, 3]";
        if (shape.length == 4 && shape[3] != 1 && shape[3] != 3) {
            throw new IOException(name + ": " + images + ", volumes of " + shape[1] + " x " + shape[2] + " x "
                    + shape[3] + ": a 3-D set" + expected + ". Save the slices to compare, such as images[:, "
                    + shape[1] / 2 + "].");
        }
        if (images.type() != NpyArray.Type.UINT8 || shape.length < 3 || shape.length > 4) {
            throw new IOException(name + ": " + images + expected);
        }
        return shape.length == 3 ? 1 : shape[3];
    }

    private static String[] classes(NpyArray labels, int images, String name) throws IOException {
        int[] shape = labels.shape();
        if (shape.length == 2 && shape[0] == images && shape[1] > 1) {
            throw new IOException(
                    name + ": " + labels + ", " + shape[1] + " labels an image: a multi-label set; expected"
                            + " one label per image. Save one column of labels, such as labels[:, :1].");
        }
        if (labels.size() != images) {
            throw new IOException(name + ": " + labels + " for " + images + " images; expected one label per image");
        }
        try {
            if (labels.type().text()) {
                String[] texts = labels.toTexts();
                int empty = Arrays.asList(texts).indexOf("");
                if (empty >= 0) {
                    throw new IOException(name + ": label " + empty + " is empty; expected the name of a class");
                }
                return texts;
            }
            return Arrays.stream(labels.toLongs()).mapToObj(Long::toString).toArray(String[]::new);
        } catch (IllegalStateException notIntegral) {
            throw new IOException(notIntegral.getMessage() + ", the numbers or names of classes", notIntegral);
        }
    }

    private static RgbImage image(NpyArray images, int index, int width, int height, int channels) {
        int length = width * height * channels;
        byte[] values = images.toBytes((long) index * length, length);
        if (channels == 3) {
            return RgbImage.of(width, height, values);
        }
        byte[] rgb = new byte[3 * length];
        for (int i = 0; i < length; i++) {
            Arrays.fill(rgb, 3 * i, 3 * i + 3, values[i]);
        }
        return RgbImage.of(width, height, rgb);
    }
}
