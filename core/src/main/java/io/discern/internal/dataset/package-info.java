/** What readers of data sets share with readers of stored embeddings: the names that parts of a protocol go by. */
package io.discern.internal.dataset;
