/** Mending of texts before they are tokenized, as ftfy and HTML's rules do it. */
package io.discern.internal.text;
