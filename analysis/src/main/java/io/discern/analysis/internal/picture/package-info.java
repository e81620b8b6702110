/** Pictures made small. */
package io.discern.analysis.internal.picture;
