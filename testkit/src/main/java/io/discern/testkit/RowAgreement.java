package io.discern.testkit;

import java.nio.FloatBuffer;

/**
 * How rows agree with a reference's.
 *
 * @param what names them in messages
 * @param cosine the least cosine of a row with the reference's; -1 where a value is not a number
 * @param difference the largest absolute difference of two values; {@link Double#MAX_VALUE} where one is not a number
 * @param largest the largest absolute value of the reference
 */
public record RowAgreement(String what, double cosine, double difference, double largest) {

    /**
     * Compares rows, in double.
     *
     * @param what names them in messages
     * @param found {@code rows x dim}, row-major, from position to limit, which stay
     * @param expected the reference's
     * @param dim the length of a row
     * @throws AssertionError if there are more or fewer values than the reference has
     */
    public static RowAgreement of(String what, FloatBuffer found, float[] expected, int dim) {
        if (found.remaining() != expected.length) {
            throw new AssertionError(what + ": " + found.remaining() + " values; expected " + expected.length);
        }
        FloatBuffer values = found.slice();
        double cosine = 1;
        double difference = 0;
        double largest = 0;
        for (int row = 0; row < expected.length; row += dim) {
            double dot = 0;
            double xx = 0;
            double yy = 0;
            for (int i = row; i < row + dim; i++) {
                double x = values.get(i);
                double y = expected[i];
                dot += x * y;
                xx += x * x;
                yy += y * y;
                difference = Double.isNaN(x) ? Double.MAX_VALUE : Math.max(difference, Math.abs(x - y));
                largest = Math.max(largest, Math.abs(y));
            }
            double own = dot / Math.sqrt(xx * yy);
            cosine = Double.isNaN(own) ? -1 : Math.min(cosine, own);
        }
        return new RowAgreement(what, cosine, difference, largest);
    }
}
