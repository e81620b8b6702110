/**
 * Fisher's criterion: how far class means lie apart against how far the rows of a class lie from their mean.
 *
 * <p>Public code uses the name for several incompatible numbers, so every variant here has a name of its own. With class
 * means {@code mu_c}, the overall mean {@code mu} and class sizes {@code n_c}: {@code S_W = sum_c sum_{i in c} (x_i - mu_c)(x_i -
 * mu_c)'}, {@code S_B = sum_c n_c (mu_c - mu)(mu_c - mu)'}.
 */
package io.discern.analysis.fisher;
