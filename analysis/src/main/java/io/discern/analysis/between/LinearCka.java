package io.discern.analysis.between;

import io.discern.analysis.FormedKey;
import io.discern.analysis.Headline;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.linalg.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Centred kernel alignment with linear kernels: how alike the inner products of rows are.
 *
 * <p>With X and Y the centred rows, K = XX', L = YY': {@code cka,linear = tr(KL) / sqrt(tr(KK) tr(LL)) = |X'Y|^2 / (|X'X|
 * |Y'Y|)}, in [0, 1]; {@code cka,linear,unbiased} the same of the unbiased HSIC (Song et al., eq. 5, diagonals zeroed), at most
 * 1, below 0 by chance. 1 where one is a rotated, shifted and scaled copy of the other. The plain one rises with d / n even for
 * unrelated rows. From float32 products within tiles, good to about 1e-6, where n is above d; from n x n products in double
 * otherwise.
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups. <b>Null value.</b> The mean over all orders of the rows of one
 * encoder: {@code tr K tr L / ((n - 1) sqrt(tr(KK) tr(LL)))}, and 0.
 *
 * <p>References: Kornblith et al., <i>Similarity of neural network representations revisited</i>, ICML (2019); Song et al.,
 * <i>Feature selection via dependence maximization</i>, JMLR 13 (2012) 1393-1434; Nguyen et al., <i>Do wide and deep networks
 * learn the same things?</i>, ICLR (2021), eq. 3.
 */
public final class LinearCka implements BetweenMetric {
    /**
     * An alignment.
     *
     * @param unbiased whether by the unbiased HSIC
     */
    public record Key(boolean unbiased) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, NAME, "cka,linear[unbiased?,unbiased]");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private static final Key PLAIN = new Key(false);
    private static final Key UNBIASED = new Key(true);

    @Override
    public List<Headline> headlines() {
        return List.of(Headline.of("CKA, unbiased", UNBIASED)
                .explained("1: the same geometry.")
                .against("chance"));
    }
    /** The unbiased HSIC divides by n - 3. */
    private static final int FEWEST = 4;

    /**
     * The plain value alone.
     *
     * @throws IllegalArgumentException if the row ids differ, or all rows of one encoder are equal
     */
    public static double value(LabeledEmbeddings a, LabeledEmbeddings b) {
        PairedRows.check(a, b);
        double[] products = KernelProducts.of(Rows.of(a).centered(), Rows.of(b).centered(), false)
                .products();
        if (!(PairedRows.beyondRounding(Math.sqrt(products[1]), a)
                && PairedRows.beyondRounding(Math.sqrt(products[2]), b))) {
            throw new IllegalArgumentException("all rows of an encoder are equal; expected rows that differ");
        }
        return products[0] / Math.sqrt(products[1] * products[2]);
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings a, LabeledEmbeddings b, long seed) {
        PairedRows.check(a, b);
        String reason = PairedRows.reasonAgainst(a, b, FEWEST);
        if (!reason.isEmpty()) {
            return List.of(MetricResult.absent(PLAIN, reason, a, seed), MetricResult.absent(UNBIASED, reason, a, seed));
        }
        KernelProducts kernels =
                KernelProducts.of(Rows.of(a).centered(), Rows.of(b).centered(), true);
        List<MetricResult> results = new ArrayList<>();
        double[] norms = kernels.products();
        double chance = PairedRows.sum(kernels.diagonals()[0])
                * PairedRows.sum(kernels.diagonals()[1])
                / (a.rows() - 1)
                / Math.sqrt(norms[1] * norms[2]);
        results.add(result(PLAIN, norms, kernels.rows(), a, seed).withNull(chance));

        double[] unbiased = {kernels.unbiased(0), kernels.unbiased(1), kernels.unbiased(2)};
        if (!(unbiased[1] > 0 && unbiased[2] > 0)) {
            results.add(MetricResult.absent(
                    UNBIASED,
                    "the unbiased norm of an encoder is not positive: its rows"
                            + " have no inner products beyond their own",
                    a,
                    seed));
            return results;
        }
        double[][] rows = new double[3][];
        for (int product = 0; product < 3; product++) {
            double[] diagonal = kernels.diagonal(product);
            rows[product] = kernels.rows()[product].clone();
            for (int i = 0; i < diagonal.length; i++) {
                rows[product][i] -= diagonal[i];
            }
        }
        results.add(result(UNBIASED, unbiased, rows, a, seed).withNull(0));
        return results;
    }

    /** The derivative of {@code p / sqrt(q r)}, each of p, q, r having {@code 2 rows_i} as its own. */
    private static MetricResult result(Key key, double[] products, double[][] rows, LabeledEmbeddings a, long seed) {
        double norm = Math.sqrt(products[1] * products[2]);
        // A turned copy is 1 but for rounding.
        double value = Math.min(1, products[0] / norm);
        double[] derivatives = new double[a.rows()];
        for (int i = 0; i < derivatives.length; i++) {
            derivatives[i] = 2 * rows[0][i] / norm - value * (rows[1][i] / products[1] + rows[2][i] / products[2]);
        }
        double least = key.equals(PLAIN) ? 0 : Double.NEGATIVE_INFINITY;
        return PairedRows.withInterval(MetricResult.of(key, value, a, seed), derivatives, a, least, 1);
    }
}
