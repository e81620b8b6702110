/** Which rows a metric goes by: those that several matrices have in common, those that have a direction. Not for use from outside. */
package io.discern.analysis.internal.rows;
