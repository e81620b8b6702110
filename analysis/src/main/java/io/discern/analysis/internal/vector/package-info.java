/** Sums over single rows, which every other package may use. Not for use from outside. */
package io.discern.analysis.internal.vector;
