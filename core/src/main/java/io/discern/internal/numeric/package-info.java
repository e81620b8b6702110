/** Formats of numbers that Java 17 cannot convert. Nobody outside core imports it. */
package io.discern.internal.numeric;
