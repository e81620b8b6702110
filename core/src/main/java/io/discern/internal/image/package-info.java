/** JPEG and JPEG 2000: headers, and the engines that decode them. For the formats of this project. */
package io.discern.internal.image;
