/**
 * Retrieval: where do the rows that belong to a query stand when all others are ordered by cosine?
 *
 * <p>Every measure is a function of the places of a query's positives; the same measures of a random order are what chance gives, in closed form.
 * Similarities are products of tiles in double; what they cannot tell apart is compared again in a fixed order of addition, so
 * equal rows tie exactly and go by row, as everywhere in this library.
 */
package io.discern.analysis.retrieval;
