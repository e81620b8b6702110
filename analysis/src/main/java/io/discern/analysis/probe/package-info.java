/**
 * What a linear reader finds in embeddings: classes fitted on some rows and read from others.
 *
 * <p>{@link io.discern.analysis.probe.LinearProbe} cross-validates logistic regression or ridge classification: no group is in both the rows that fit and the rows that test, columns are
 * scaled by the fitting rows alone, and the penalty is chosen without the rows that test.
 * {@link io.discern.analysis.probe.FewShotProbe} asks how few rows of each class are enough.
 *
 * <p>Both readers are fitted in the principal axes of the fitting
 * rows: a penalty on the length of the weights does not see rotations, so the optimum is the same; but there the ridge has
 * a closed form for every penalty, n rows of d &gt; n columns need n coordinates only, and the search for the logistic
 * optimum knows the curvature of every axis in advance.
 */
package io.discern.analysis.probe;
