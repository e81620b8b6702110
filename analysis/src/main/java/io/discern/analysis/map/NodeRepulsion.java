package io.discern.analysis.map;

import java.util.Arrays;

/**
 * How charges at the nodes of a square grid repel each other in t-SNE: their convolution with the {@link CauchySpectrum}, over twice as many
 * nodes in either direction, so that nothing comes round from the other side.
 *
 * <p>Charges are real, so half of their coefficients will do; both components of the force are one complex field. Each transform along one
 * axis leaves out what is known to be zero or will not be looked at: together they cost as much as 2.25 of the 4 times that two transforms of
 * the whole plane would take.
 *
 * <p>Uses all processors, in sums of fixed order. Keeps its memory; not safe for concurrent use.
 */
final class NodeRepulsion {
    /** So many rows and columns are turned at once, as a line of the cache holds. */
    private static final int TURNED = 16;

    private final int period;
    private final int nodes;
    private final ColumnFft fft;
    /** Of the frequencies along y from 0 to half the period. */
    private final Bands frequencies;
    /** Of columns of nodes. */
    private final Bands across;
    /** Of columns of nodes, two of which are one complex column. */
    private final Bands pairs;

    private final Workplaces workplaces;
    private final CauchySpectrum spectrum;
    private final float[][] charges;
    /** By x and frequency along y. */
    private final Columns ofCharges;
    /** By frequency along y, then x. */
    private final Columns ofForces;
    /** By y and x. */
    private final Columns forces;

    private final double[] sums;

    /**
     * Prepares a grid.
     *
     * @param nodes how many there are at least along each side
     * @param spacing the distance of neighbouring nodes
     */
    NodeRepulsion(int nodes, double spacing) {
        this.nodes = ColumnFft.fitting(nodes);
        this.period = 2 * this.nodes;
        this.fft = new ColumnFft(period);
        this.frequencies = Bands.of(this.nodes + 1);
        this.across = new Bands(this.nodes, frequencies.width());
        this.pairs = new Bands((this.nodes + 1) / 2, frequencies.width());
        this.workplaces = new Workplaces(period, frequencies);
        this.spectrum = new CauchySpectrum(fft, frequencies, spacing, workplaces);
        this.charges = new float[this.nodes][2 * pairs.padded()];
        this.ofCharges = Columns.of(2 * pairs.padded(), frequencies.padded());
        this.ofForces = Columns.of(period, across.padded());
        this.forces = Columns.of(this.nodes, across.padded());
        this.sums = new double[frequencies.count()];
    }

    /** How many nodes there are along each side. */
    int nodes() {
        return nodes;
    }

    /** To be filled in: the charges by y and x, zeros behind the last node. */
    float[][] charges() {
        return charges;
    }

    /** {@code sum_b c_b q_ab^2 (x_a - x_b)} at each node a by y and x, in units of the spacing. */
    float[][] forceX() {
        return forces.re();
    }

    /** The same along y. */
    float[][] forceY() {
        return forces.im();
    }

    /**
     * Computes forces from charges.
     *
     * @return {@code sum_ab c_a c_b q_ab} over all pairs of nodes, every node with itself too
     */
    double repel() {
        workplaces.each(pairs, (workplace, band) -> alongY(workplace[0], band));
        workplaces.each(frequencies, (workplace, band) -> alongX(workplace[0], workplace[1], band));
        workplaces.each(across, (workplace, band) -> backAlongY(workplace[0], band));
        return Arrays.stream(sums).sum();
    }

    private static void copy(float[][] from, int firstColumn, float[][] to, int rows) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from[row], firstColumn, to[row], 0, to[row].length);
        }
        for (int row = rows; row < to.length; row++) {
            Arrays.fill(to[row], 0);
        }
    }

    private void alongY(Columns columns, int band) {
        int first = pairs.first(band);
        int second = pairs.padded() + first;
        copy(charges, first, columns.re(), nodes);
        copy(charges, second, columns.im(), nodes);
        fft.transform(columns.re(), columns.im());
        for (int start = 0; start <= nodes; start += TURNED) {
            for (int c = 0; c < pairs.width(); c++) {
                part(columns, c, start, Math.min(nodes + 1, start + TURNED), first + c, second + c);
            }
        }
    }

    /** The coefficients of two real columns from those of the complex column that they were. */
    private void part(Columns columns, int c, int from, int to, int first, int second) {
        float[][] re = columns.re();
        float[][] im = columns.im();
        for (int f = from; f < to; f++) {
            int mirrored = mirrored(f);
            ofCharges.re()[first][f] = (re[f][c] + re[mirrored][c]) / 2;
            ofCharges.im()[first][f] = (im[f][c] - im[mirrored][c]) / 2;
            ofCharges.re()[second][f] = (im[f][c] + im[mirrored][c]) / 2;
            ofCharges.im()[second][f] = (re[mirrored][c] - re[f][c]) / 2;
        }
    }

    private int mirrored(int frequency) {
        return frequency == 0 ? 0 : period - frequency;
    }

    /** There and back, with the kernels' factors in between: for some frequencies along y, and for the opposite ones. */
    private void alongX(Columns columns, Columns product, int band) {
        copy(ofCharges.re(), frequencies.first(band), columns.re(), nodes);
        copy(ofCharges.im(), frequencies.first(band), columns.im(), nodes);
        fft.transform(columns.re(), columns.im());
        sums[band] = nearness(columns, band);
        for (int sign = 1; sign >= -1; sign -= 2) {
            for (int f = 0; f < period; f++) {
                int at = sign > 0 ? f : mirrored(f);
                multiply(
                        columns.re()[at],
                        columns.im()[at],
                        spectrum.forceX(band, f),
                        spectrum.forceY(band, f),
                        f <= nodes ? 1 : -1,
                        sign,
                        product.re()[f],
                        product.im()[f]);
            }
            fft.transform(product.im(), product.re());
            turn(product, band, sign);
        }
    }

    /** By Parseval's theorem; each coefficient but those of the first and the last frequency along y stands for the opposite one too. */
    private double nearness(Columns columns, int band) {
        double sum = 0;
        for (int f = 0; f < period; f++) {
            float[] near = spectrum.nearness(band, f);
            float[] re = columns.re()[f];
            float[] im = columns.im()[f];
            for (int c = 0; c < frequencies.size(band); c++) {
                int y = frequencies.first(band) + c;
                double of = near[c] * (re[c] * re[c] + im[c] * im[c]);
                sum += y == 0 || y == nodes ? of : 2 * of;
            }
        }
        return sum;
    }

    /**
     * The force along x plus i times that along y: {@code (i x signX - y signY) s}, where signY is -1 with s conjugate.
     *
     * @param x imaginary factors of the force along x, at positive frequencies
     * @param y of that along y
     */
    private static void multiply(
            float[] re, float[] im, float[] x, float[] y, float signX, float signY, float[] toRe, float[] toIm) {
        for (int c = 0; c < toRe.length; c++) {
            toRe[c] = -signY * (y[c] * re[c] + signX * x[c] * im[c]);
        }
        for (int c = 0; c < toIm.length; c++) {
            toIm[c] = signX * x[c] * re[c] - y[c] * im[c];
        }
    }

    /** Columns become rows. The first and the last frequency along y are their own opposites. */
    private void turn(Columns product, int band, int sign) {
        for (int start = 0; start < nodes; start += TURNED) {
            for (int c = 0; c < frequencies.size(band); c++) {
                int f = frequencies.first(band) + c;
                if (sign < 0 && (f == 0 || f == nodes)) {
                    continue;
                }
                float[] re = ofForces.re()[sign > 0 ? f : period - f];
                float[] im = ofForces.im()[sign > 0 ? f : period - f];
                for (int x = start; x < Math.min(nodes, start + TURNED); x++) {
                    re[x] = product.re()[x][c];
                    im[x] = product.im()[x][c];
                }
            }
        }
    }

    private void backAlongY(Columns columns, int band) {
        copy(ofForces.re(), across.first(band), columns.re(), period);
        copy(ofForces.im(), across.first(band), columns.im(), period);
        fft.transform(columns.im(), columns.re());
        for (int y = 0; y < nodes; y++) {
            System.arraycopy(columns.re()[y], 0, forces.re()[y], across.first(band), across.width());
            System.arraycopy(columns.im()[y], 0, forces.im()[y], across.first(band), across.width());
        }
    }
}
