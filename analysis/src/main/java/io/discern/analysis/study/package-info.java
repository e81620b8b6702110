/**
 * Several encoders on several data sets, measured alike.
 *
 * <p>{@link io.discern.analysis.study.Study} embeds every data set with every encoder, applies the metrics, draws the
 * overlays, and gathers {@link io.discern.analysis.study.StudyResult}: rows of results, maps, failures and times. What fails
 * costs its own row and nothing else. {@link io.discern.analysis.report} writes it down.
 */
package io.discern.analysis.study;
