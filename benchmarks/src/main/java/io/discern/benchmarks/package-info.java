/** Measurements: JMH benchmarks, and comparisons with Python peers that run in turn with ours on the same machine. */
package io.discern.benchmarks;
