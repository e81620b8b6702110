/** How class means err, and how far class differences rise above that. Not for use from outside. */
package io.discern.analysis.internal.fisher;
