// A fixed number of pointers that begin null and are set once, read without a lock.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace spikelet::mock {

// Does not own what it points to. Fresh memory of the operating system is zero without being
// touched, so a large array costs next to nothing until it is used.
template <class T, std::size_t Size>
class pointer_array {
public:
    pointer_array() : cells_(static_cast<T**>(std::calloc(Size, sizeof(T*)))) {
        if (cells_ == nullptr) throw std::bad_alloc();
    }
    pointer_array(const pointer_array&) = delete;
    pointer_array& operator=(const pointer_array&) = delete;
    ~pointer_array() { std::free(cells_); }

    static constexpr std::size_t size() { return Size; }
    T* operator[](std::size_t i) const {
        return std::atomic_ref(cells_[i]).load(std::memory_order_acquire);
    }
    void set(std::size_t i, T* p) {
        std::atomic_ref(cells_[i]).store(p, std::memory_order_release);
    }
    // Sets the cell unless another thread has done so; answers what is there now.
    T* set_if_null(std::size_t i, T* p) {
        T* there = nullptr;
        const bool ours =
            std::atomic_ref(cells_[i]).compare_exchange_strong(there, p, std::memory_order_acq_rel);
        return ours ? p : there;
    }

private:
    T** cells_;
};

}  // namespace spikelet::mock
