/**
 * What the results of the overlay suite say of an encoder, in findings by stated rules.
 */
package io.discern.analysis.overlay.verdict;
