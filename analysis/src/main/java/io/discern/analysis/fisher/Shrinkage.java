package io.discern.analysis.fisher;

import java.util.function.ToDoubleFunction;

/**
 * How far within-class scatter is pulled towards the scatter of equal spread in all directions:
 * {@code S* = (1 - g) S_W + g (tr S_W / d) I} with the intensity g in [0, 1].
 */
public final class Shrinkage {
    /** The intensity with least expected squared error, estimated (Ledoit and Wolf 2004); scikit-learn's ledoit_wolf. */
    public static final Shrinkage LEDOIT_WOLF = new Shrinkage("ledoit-wolf", Shrinkage::ledoitWolf);
    /** The same for Gaussian rows (Chen et al. 2010, eq. 23); scikit-learn's oas. */
    public static final Shrinkage OAS = new Shrinkage("oas", Shrinkage::oas);

    private final String name;
    private final ToDoubleFunction<ClassScatter> intensity;

    private Shrinkage(String name, ToDoubleFunction<ClassScatter> intensity) {
        this.name = name;
        this.intensity = intensity;
    }

    /**
     * A given intensity.
     *
     * @param intensity in [0, 1]; 0 leaves the scatter as it is
     */
    public static Shrinkage fixed(double intensity) {
        if (!(intensity >= 0 && intensity <= 1)) {
            throw new IllegalArgumentException("shrinkage " + intensity + "; expected 0 to 1");
        }
        String text = Double.toString(intensity);
        String name = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        return new Shrinkage(name, scatter -> intensity);
    }

    /** The name as it stands in variants. */
    public String name() {
        return name;
    }

    double of(ClassScatter scatter) {
        return intensity.applyAsDouble(scatter);
    }

    private static double ledoitWolf(ClassScatter scatter) {
        double n = scatter.rows();
        double d = scatter.fullDim();
        double mu = scatter.withinTrace() / n / d;
        double squares = scatter.withinSquares() / n / n;
        double delta = (squares - d * mu * mu) / d;
        double beta = Math.min((scatter.fourthPowers() / n - squares) / (d * n), delta);
        return beta == 0 ? 0 : beta / delta;
    }

    private static double oas(ClassScatter scatter) {
        double n = scatter.rows();
        double d = scatter.fullDim();
        double mu = scatter.withinTrace() / n / d;
        double alpha = scatter.withinSquares() / n / n / d / d;
        double denominator = (n + 1) * (alpha - mu * mu / d);
        return denominator <= 0 ? 1 : Math.min((alpha + mu * mu) / denominator, 1);
    }

    @Override
    public String toString() {
        return "shrinkage=" + name;
    }
}
