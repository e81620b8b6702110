/**
 * Encoders that know nothing: what an encoder adds is what it does better than these. For studies, which show them beside the
 * encoders that are compared, and for anybody who wants a floor.
 */
package io.discern.analysis.baseline;
