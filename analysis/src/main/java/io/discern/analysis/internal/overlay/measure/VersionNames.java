package io.discern.analysis.internal.overlay.measure;

import java.util.SplittableRandom;

/** Which version each row is said to be, the versions of all images standing below each other. */
final class VersionNames {
    private VersionNames() {}

    /** As it is: row {@code version * images + image}. */
    static int[] actual(int versions, int images) {
        int[] names = new int[versions * images];
        for (int row = 0; row < names.length; row++) {
            names[row] = row / images;
        }
        return names;
    }

    /** The versions of each image called by each other's names at random (Fisher-Yates). */
    static int[] permuted(int versions, int images, SplittableRandom random) {
        int[] names = new int[versions * images];
        for (int image = 0; image < images; image++) {
            for (int version = 0; version < versions; version++) {
                int other = random.nextInt(version + 1);
                names[version * images + image] = names[other * images + image];
                names[other * images + image] = version;
            }
        }
        return names;
    }
}
