package io.discern.analysis.internal.overlay.run;

/**
 * What images are taken for by the votes of a bank, and what they would be taken for without any one group in the bank.
 *
 * @param classes the class that each image is taken for
 * @param voters for each image the groups without which it is taken for another class; none where that was not looked at
 * @param without for each of these the class that the image is taken for without it
 */
public record Taken(int[] classes, int[][] voters, int[][] without) {

    /** Aliases the arrays. */
    public Taken {}

    /** What an image is taken for without a group. */
    public int without(int image, int group) {
        for (int i = 0; i < voters[image].length; i++) {
            if (voters[image][i] == group) {
                return without[image][i];
            }
        }
        return classes[image];
    }
}
