/**
 * Results written down: a tidy CSV for scripts, a JSON with everything, and one self-contained HTML page for people.
 *
 * <p>Names, labels and paths come from files and are not trusted: the page escapes them all. It needs no network and no script.
 */
package io.discern.analysis.report;
