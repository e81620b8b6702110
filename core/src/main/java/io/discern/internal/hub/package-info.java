/**
 * Published models, from Hugging Face's cache on this machine or, when asked, from the hub.
 *
 * <p>{@link io.discern.internal.hub.Hub} turns a {@link io.discern.internal.hub.HubModel} ({@code ORG/NAME@REVISION}) into a folder. The cache is
 * the one that Python uses, in its layout, so nothing is downloaded twice: contents lie in {@code blobs} under their hash, and
 * {@code snapshots} links to them. A download is only ever explicit. It resumes, it is checked against the hash that the hub
 * states before it counts, and the token of {@link io.discern.internal.hub.HubSettings} never reaches another host than the endpoint.
 */
package io.discern.internal.hub;
