// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * An allocator that counts, and that fails when a test says so.
 */
#ifndef MOG_TESTS_ALLOCATIONS_H
#define MOG_TESTS_ALLOCATIONS_H

#include "mog/library.h"

#include <cstdint>
#include <cstdlib>
#include <jansson.h>

namespace mogtest {

/** The library's memory, and jansson's, for its scope. One at a time, on one thread. */
class Allocations {
  public:
    Allocations() {
        static uintptr_t count;
        m_number = ++count;
        Current() = this;
        const mog_allocator allocator = {Allocate, Release, reinterpret_cast<void *>(m_number)};
        mog_set_allocator(&allocator, nullptr);
        json_set_alloc_funcs(AllocateForJson, std::free);
    }

    ~Allocations() {
        Current() = nullptr;
        mog_set_allocator(nullptr, nullptr);
        json_set_alloc_funcs(std::malloc, std::free);
    }

    Allocations(const Allocations &) = delete;
    Allocations &operator=(const Allocations &) = delete;

    /** Lets the n-th allocation from now on fail, and no other; 0: none. */
    void FailAt(size_t n) {
        m_fail = n;
        m_asked = 0;
    }

    /** Whether jansson's allocations neither count nor fail. */
    void SpareJson(bool spare) {
        m_spare_json = spare;
    }

    /** Allocations since FailAt(). */
    size_t Asked() const {
        return m_asked;
    }

    /** Blocks of the library that have not been released. jansson's are LeakSanitizer's to find. */
    size_t Live() const {
        return m_live;
    }

    /** Most bytes that were asked for at once. */
    size_t Largest() const {
        return m_largest;
    }

  private:
    static Allocations *&Current() {
        static Allocations *current;
        return current;
    }

    bool Fails(size_t bytes) {
        m_largest = bytes > m_largest ? bytes : m_largest;
        return ++m_asked == m_fail;
    }

    static void *Allocate(size_t bytes, void *) {
        void *memory = Current()->Fails(bytes) ? nullptr : std::malloc(bytes);
        Current()->m_live += memory != nullptr;
        return memory;
    }

    /* Blocks may outlive their scope, in an object that is older. */
    static void Release(void *memory, void *number) {
        if (Current() != nullptr && Current()->m_number == reinterpret_cast<uintptr_t>(number))
            Current()->m_live--;
        std::free(memory);
    }

    static void *AllocateForJson(size_t bytes) {
        const bool fails = !Current()->m_spare_json && Current()->Fails(bytes);
        return fails ? nullptr : std::malloc(bytes);
    }

    uintptr_t m_number; ///< tells its blocks from those of others
    bool m_spare_json = false;
    size_t m_fail = 0, m_asked = 0, m_live = 0, m_largest = 0;
};

} // namespace mogtest

#endif
