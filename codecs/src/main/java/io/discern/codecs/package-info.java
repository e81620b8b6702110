/**
 * Codecs that the Java runtime lacks, by the libraries that Pillow uses too: WebP (libwebp), JPEG 2000 (OpenJPEG), and JPEG by
 * libjpeg-turbo on every runtime. With this jar on the class path, {@link io.discern.image.ImageDecoder} uses it; the headers
 * are read and the limits checked in Java first.
 */
package io.discern.codecs;
