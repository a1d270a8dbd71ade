/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Which sanitizer this is compiled with: GCC and clang say it in different ways. And what clang's
 * sanitizer of integers leaves alone.
 */
#ifndef MOG_BASE_SANITIZER_H
#define MOG_BASE_SANITIZER_H

#ifdef __has_feature
#define MOG_HAS_FEATURE(feature) __has_feature(feature)
#else
#define MOG_HAS_FEATURE(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || MOG_HAS_FEATURE(address_sanitizer)
#define MOG_ADDRESS_SANITIZER 1
#endif
#if defined(__SANITIZE_THREAD__) || MOG_HAS_FEATURE(thread_sanitizer)
#define MOG_THREAD_SANITIZER 1
#endif

/** In front of a function whose unsigned numbers wrap as they are meant to: hashes, bits. */
#ifdef __clang__
#define MOG_WRAPS __attribute__((no_sanitize("integer", "implicit-conversion")))
#else
#define MOG_WRAPS
#endif

#endif
