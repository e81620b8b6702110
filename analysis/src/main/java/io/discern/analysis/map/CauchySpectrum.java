package io.discern.analysis.map;

/**
 * What the nodes of a square grid do to each other in t-SNE, as factors of Fourier coefficients: nearness {@code q = 1 / (1 + |z|^2)}, and
 * force {@code q^2 z}, in units of the distance of neighbouring nodes.
 *
 * <p>Nearness is even along both axes, so its coefficients are real. Force along an axis is odd along it, so its are imaginary, and force
 * along the other axis has the same with axes exchanged. A quarter of one plane of each is all there is to keep. All are divided by the
 * square of the {@linkplain CubicSpline#response spline's response} and by the number of coefficients.
 *
 * <p>Immutable; safe for concurrent use.
 */
final class CauchySpectrum {
    private final int period;
    private final Bands bands;
    /** By band of frequencies along y, frequency along x, place in the band; as all three. */
    private final float[][][] nearness;

    private final float[][][] forceX;
    private final float[][][] forceY;

    /**
     * Computes the factors.
     *
     * @param fft of the period, in nodes
     * @param bands of the frequencies from 0 to half the period
     * @param spacing the distance of neighbouring nodes
     * @param workplaces as long as the period and as wide as the bands
     */
    CauchySpectrum(ColumnFft fft, Bands bands, double spacing, Workplaces workplaces) {
        this.period = fft.length();
        this.bands = bands;
        this.nearness = new float[bands.count()][bands.columns()][bands.width()];
        this.forceX = new float[bands.count()][bands.columns()][bands.width()];
        this.forceY = new float[bands.count()][bands.columns()][bands.width()];
        Columns alongX = Columns.of(bands.columns(), bands.padded());
        workplaces.each(bands, (workplace, band) -> {
            Columns columns = workplace[0];
            sample(columns, bands.first(band), spacing * spacing);
            fft.transform(columns.re(), columns.im());
            for (int f = 0; f < bands.columns(); f++) {
                System.arraycopy(columns.re()[f], 0, alongX.re()[f], bands.first(band), bands.width());
                System.arraycopy(columns.im()[f], 0, alongX.im()[f], bands.first(band), bands.width());
            }
        });
        workplaces.each(bands, (workplace, band) -> {
            Columns columns = workplace[0];
            for (int c = 0; c < bands.size(band); c++) {
                for (int y = 0; y < period; y++) {
                    columns.re()[y][c] = alongX.re()[bands.first(band) + c][quarter(y)];
                    columns.im()[y][c] = alongX.im()[bands.first(band) + c][quarter(y)];
                }
            }
            fft.transform(columns.re(), columns.im());
            keep(columns, band);
        });
    }

    private int quarter(int place) {
        return Math.min(place, period - place);
    }

    /** Nearness and force along x in one real field, whose coefficients along x are real and imaginary. */
    private void sample(Columns columns, int firstY, double squaredSpacing) {
        for (int row = 0; row < period; row++) {
            // half the period is as far to the one side as to the other
            double x = 2 * row == period ? 0 : 2 * row < period ? row : row - period;
            double far = (double) quarter(row) * quarter(row);
            for (int c = 0; c < columns.re()[row].length; c++) {
                double y = firstY + c;
                double q = 1 / (1 + squaredSpacing * (far + y * y));
                columns.re()[row][c] = (float) (q + q * q * x);
                columns.im()[row][c] = 0;
            }
        }
    }

    /** The columns of a band are frequencies along x here: read the other way round, force along x is force along y. */
    private void keep(Columns columns, int band) {
        for (int f = 0; f < bands.columns(); f++) {
            for (int c = 0; c < bands.size(band); c++) {
                int column = bands.first(band) + c;
                double response =
                        CubicSpline.response((double) f / period) * CubicSpline.response((double) column / period);
                double scale = 1 / (response * response * period * period);
                nearness[band][f][c] = (float) (scale * columns.re()[f][c]);
                forceY[band][f][c] = (float) (scale * columns.im()[f][c]);
                forceX[f / bands.width()][column][f % bands.width()] = forceY[band][f][c];
            }
        }
    }

    /**
     * The factors of nearness.
     *
     * @param band of frequencies along y
     * @param f a frequency along x, below the period; that of {@code period - f} is the same
     */
    float[] nearness(int band, int f) {
        return nearness[band][quarter(f)];
    }

    /** The imaginary parts of the factors of force along x; that of {@code period - f} is the opposite. */
    float[] forceX(int band, int f) {
        return forceX[band][quarter(f)];
    }

    /** The imaginary parts of the factors of force along y; opposite for the opposite frequencies along y. */
    float[] forceY(int band, int f) {
        return forceY[band][quarter(f)];
    }
}
